/** A post that its request waits for, or one that is promised, looked at before it is there, and read. */
export type Way = 'plain' | 'promised';

/** What one post uses of AWS, beside the model. */
export interface Usage {
  /** Requests to API Gateway. */
  readonly gatewayRequests: number;
  /** Runs of Lambda functions. */
  readonly runs: number;
  readonly s3Puts: number;
  readonly s3Gets: number;
  /** Bytes of log, as CloudWatch counts them. */
  readonly logBytes: number;
  /** Bytes of answers to the caller. */
  readonly answerBytes: number;
  /** Metrics of its own that the service sends, by name. */
  readonly metrics: number;
  /** Routes that are called; with `monitoring` on, API Gateway sends six metrics of each. */
  readonly routes: number;
}

/** What is assumed of one post of the default length. A test compares the requests to S3 with the service. */
export const usageOfAPost: Readonly<Record<Way, Usage>> = {
  plain: {
    gatewayRequests: 1,
    runs: 1,
    s3Puts: 1,
    s3Gets: 0,
    logBytes: 2_300,
    answerBytes: 1_600,
    metrics: 6,
    routes: 1,
  },
  promised: {
    gatewayRequests: 3,
    runs: 4,
    s3Puts: 5,
    s3Gets: 7,
    logBytes: 7_700,
    answerBytes: 2_100,
    metrics: 7,
    routes: 2,
  },
};

/** What the day's budget adds to a post of warm functions at the most, where one is kept: the read to a promised one. */
export const usageOfTheBudget = { s3Puts: 1, s3Gets: 1 } as const;

/** About 200 words under the default prompt. */
export const tokensOfAPost = { prompt: 30, generation: 270 } as const;

/** The text of such a post, which S3 keeps. */
export const bytesOfAPost = 1_100;

/** How long the model takes for a post unless `--seconds` says otherwise. */
export const defaultModelSeconds = 5;

/** What a warm run of a function takes beside the model: its own code at 512 MB, and its requests to S3. */
export const secondsOfARun = 0.1;

/** Metrics that the alarms read, as often as an alarm reads one: AWS bills each. A test counts them in the stack. */
export const alarmMetrics = 13;

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html */
export const metricsOfARoute = 6;

/** As CloudWatch and the AWS Pricing Calculator count. */
export const hoursAMonth = 730;
