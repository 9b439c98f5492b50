/** A blog id in a text: the time stays, the topic goes. */
const blogIdInText = /(\d{8}T\d{9}Z)_[^\s"'<>&,;]+/gu;

/** A text without the topics of the blog ids in it, which S3 quotes in its messages. */
export function withoutTopics(text: string): string {
  return text.replace(blogIdInText, '$1_…');
}

/** The fields of a log line as they may be written: texts without topics, errors reduced to what tells their cause. */
export function toLogFields(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, name === 'blog_topic' ? value : toLogField(value)]),
  );
}

function toLogField(value: unknown): unknown {
  if (typeof value === 'string') return withoutTopics(value);
  if (value instanceof Error) return toLogError(value);
  // Whatever else may be thrown: what JSON cannot hold must not fail the line.
  const isPlain =
    value === null || Array.isArray(value) || /^(?:number|boolean|undefined)$/.test(typeof value);
  return isPlain ? value : withoutTopics(String(value));
}

/** An SDK error carries whatever its service answered, and others what they were made of: none of it is copied. */
function toLogError(error: Error): Record<string, unknown> {
  const { code, $metadata } = error as Error & { code?: unknown; $metadata?: Record<string, unknown> };
  return {
    name: error.name,
    message: withoutTopics(error.message),
    code,
    http_status: $metadata?.httpStatusCode,
    aws_request_id: $metadata?.requestId,
    attempts: $metadata?.attempts,
    // The frames alone: the first line is the message again.
    stack: error.stack
      ?.split('\n')
      .filter((line) => line.startsWith('    at '))
      .map((line) => line.trim()),
    ...(error.cause instanceof Error ? { cause: toLogError(error.cause) } : {}),
  };
}
