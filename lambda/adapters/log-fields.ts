/** A blog id in a text, from which only the time is kept. */
const blogIdInText = /(\d{8}T\d{9}Z)_[^\s"'<>&,;]+/gu;

/** Removes the topics of blog ids from a text, because S3 quotes keys in its messages. */
export function withoutTopics(text: string): string {
  return text.replace(blogIdInText, '$1_…');
}

/** The fields of a log line that are safe to write: texts without topics, errors reduced to their cause. */
export function toLogFields(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, name === 'blog_topic' ? value : toLogField(value)]),
  );
}

function toLogField(value: unknown): unknown {
  if (typeof value === 'string') return withoutTopics(value);
  if (value instanceof Error) return toLogError(value);
  // Anything can be thrown: a value that JSON does not support must not fail the line.
  const isPlain =
    value === null || Array.isArray(value) || /^(?:number|boolean|undefined)$/.test(typeof value);
  return isPlain ? value : withoutTopics(String(value));
}

/** Copies only known fields: an SDK error also carries its service's response, and other errors their own data. */
function toLogError(error: Error): Record<string, unknown> {
  const { code, $metadata } = error as Error & { code?: unknown; $metadata?: Record<string, unknown> };
  return {
    name: error.name,
    message: withoutTopics(error.message),
    code,
    http_status: $metadata?.httpStatusCode,
    aws_request_id: $metadata?.requestId,
    attempts: $metadata?.attempts,
    // Only the frames: the first line repeats the message.
    stack: error.stack
      ?.split('\n')
      .filter((line) => line.startsWith('    at '))
      .map((line) => line.trim()),
    ...(error.cause instanceof Error ? { cause: toLogError(error.cause) } : {}),
  };
}
