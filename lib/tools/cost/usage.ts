/** What is assumed of one post of the default length, beside the model. A test compares the requests to S3 with the service. */
export const usageOfAPost = {
  /** A post that its request waits for. */
  plain: {
    gatewayRequests: 1,
    /** Of Lambda functions. */
    runs: 1,
    s3Puts: 1,
    s3Gets: 0,
    /** As CloudWatch counts them. */
    logBytes: 2_300,
    /** Sent to the caller. */
    answerBytes: 1_600,
    /** The service's own, by name. */
    metrics: 6,
    /** Routes that are called; with `monitoring` on, API Gateway sends metrics of each. */
    routes: 1,
  },
  /** A post that is promised, looked at before it is there, and read. */
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
} as const;

export type Way = keyof typeof usageOfAPost;

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
