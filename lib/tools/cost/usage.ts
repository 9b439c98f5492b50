/** What something uses of AWS, apart from tokens and time. */
export interface Usage {
  /** Requests to API Gateway. */
  readonly gatewayRequests: number;
  /** Runs of Lambda functions. */
  readonly runs: number;
  /** Of these, those that wait for the model. */
  readonly modelCalls: number;
  readonly s3Puts: number;
  readonly s3Gets: number;
  /** Bytes of objects that stay: the posts, without records that S3 deletes after days. */
  readonly keptBytes: number;
  /** Bytes of log, as CloudWatch counts them. */
  readonly logBytes: number;
  /** Bytes of answers to the caller. */
  readonly answerBytes: number;
}

/** Several uses together. @param parts each with how often it happens */
export function addUsage(...parts: readonly (readonly [usage: Usage, times: number])[]): Usage {
  const sum = (field: keyof Usage): number =>
    parts.reduce((total, [usage, times]) => total + usage[field] * times, 0);
  return {
    gatewayRequests: sum('gatewayRequests'),
    runs: sum('runs'),
    modelCalls: sum('modelCalls'),
    s3Puts: sum('s3Puts'),
    s3Gets: sum('s3Gets'),
    keptBytes: sum('keptBytes'),
    logBytes: sum('logBytes'),
    answerBytes: sum('answerBytes'),
  };
}
