/** The assumptions for one post of the default length, except the model's. A test compares the S3 requests with the service. */
export const usageOfAPost = {
  /** A post whose request waits for it. */
  plain: {
    gatewayRequests: 1,
    /** Runs of Lambda functions. */
    runs: 1,
    s3Puts: 1,
    s3Gets: 0,
    /** As CloudWatch counts. */
    logBytes: 2_300,
    /** Sent to the caller. */
    answerBytes: 1_600,
    /** The service's own metrics. */
    metrics: 6,
    /** The routes called; with `monitoring` on, API Gateway publishes metrics for each. */
    routes: 1,
  },
  /** A post that is promised, requested once before it is ready, and read. */
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

/** What the daily budget adds at most to a post of warm functions; the read only to a promised post. */
export const usageOfTheBudget = { s3Puts: 1, s3Gets: 1 } as const;

/** About 200 words under the default prompt. */
export const tokensOfAPost = { prompt: 30, generation: 270 } as const;

/** The size of the stored text. */
export const bytesOfAPost = 1_100;

/** How long the model takes for a post, unless `--seconds` is set. */
export const defaultModelSeconds = 5;

/** How long a warm run of a function takes without the model: its own code at 512 MB, and its requests to S3. */
export const secondsOfARun = 0.1;

/** The metrics that alarms read, counted for each alarm, as AWS bills them. A test counts them in the stack. */
export const alarmMetrics = 13;

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html */
export const metricsOfARoute = 6;

/** As CloudWatch and the AWS Pricing Calculator count. */
export const hoursAMonth = 730;
