/** A limit of AWS's, as it is for an account that has asked for nothing. */
export interface Quota {
  readonly value: number;
  /** What to ask for in Service Quotas; absent where nothing can be asked for. */
  readonly name?: string;
  readonly source: string;
}

/** Looked up on 2026-11-22. An account's own figures are in Service Quotas; `npm run preflight` reads two of them. */
export const quotas = {
  /** Of an account that AWS has not opened further yet. */
  newAccountConcurrency: {
    value: 10,
    name: 'AWS Lambda, "Concurrent executions" (L-B99A9384)',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
  },
  lambdaConcurrency: {
    value: 1_000,
    name: 'AWS Lambda, "Concurrent executions" (L-B99A9384)',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
  },
  /** Of the default model through its cross-Region profile: the prompt and all of `max_gen_len`. */
  modelTokensAMinute: {
    value: 600_000,
    name: 'Amazon Bedrock, "Cross-region model inference tokens per minute for Meta Llama 3.1 8B Instruct" (L-9782749C)',
    source: 'https://docs.aws.amazon.com/general/latest/gr/bedrock.html',
  },
  gatewayRequestsASecond: {
    value: 10_000,
    name: 'Amazon API Gateway, "Throttle rate" (L-8A5B8E43)',
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html',
  },
  /** On one prefix, at least; S3 divides a prefix that is written to faster for long. */
  s3PutsASecond: {
    value: 3_500,
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html',
  },
  s3GetsASecond: {
    value: 5_500,
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html',
  },
  putLogEventsASecond: {
    value: 5_000,
    name: 'Amazon CloudWatch Logs, "PutLogEvents throttle limit in transactions per second" (L-7E1FAE88)',
    source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html',
  },
} as const satisfies Record<string, Quota>;
