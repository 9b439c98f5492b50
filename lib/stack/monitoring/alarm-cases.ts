import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Settings } from '../../settings/settings.ts';
import type { BlogMetrics } from './blog-metrics.ts';

/** What is watched, by alarms and on the dashboard. */
export interface WatchedParts {
  readonly metrics: BlogMetrics;
  readonly failedJobs: IQueue;
  readonly settings: Settings;
}

/** One alarm: it goes off when the metric is above `threshold` in `datapoints` consecutive periods. */
export interface AlarmCase {
  readonly metric: IMetric;
  readonly threshold: number;
  /** @default 1 */
  readonly datapoints?: number;
  /** The alarm's description: what is wrong, with the limits above, and what to do first. */
  readonly describe: (limits: { readonly threshold: number; readonly datapoints: number }) => string;
}

/** The default period of a metric, in minutes. */
const periodMinutes = 5;

/** The alarms by name; `Fallback` only if there is a fallback model. */
export function alarmCases({ metrics, failedJobs, settings }: WatchedParts): Record<string, AlarmCase> {
  const { modelId, fallbackModelId, tokensPerDayAlarm, dailyTokenBudget } = settings;
  const quarter = { period: Duration.minutes(15) };
  const anHour = { period: Duration.hours(1) };
  const aDay = { period: Duration.days(1) };
  const whatFollows =
    dailyTokenBudget === 'off'
      ? 'There is no budget, so nothing stops further posts.'
      : `At ${dailyTokenBudget} generated tokens (dailyTokenBudget), posts are refused until midnight UTC.`;
  return {
    // POST only: GET also returns the 5xx of jobs that failed earlier.
    PostErrors: {
      metric: new MathExpression({
        label: 'POST /blog: 5xx, percent',
        // A single failure among few requests does not count: the caller retries.
        expression: 'IF(FILL(failed, 0) > 1, 100 * FILL(failed, 0) / requests, 0)',
        usingMetrics: {
          failed: metrics.route('POST', '5xx', quarter),
          requests: metrics.route('POST', 'Count', quarter),
        },
        ...quarter,
      }),
      threshold: 5,
      describe: ({ threshold }) =>
        `More than ${threshold} % of POST /blog requests failed with a 5xx within 15 minutes. First: look at ` +
        '"Failures by kind" on the dashboard, then at the newest error in the function\'s log; its hint says what ' +
        'to change. A gateway 503 without such a line means that the function could not run: look at "Throttles".',
    },
    Throttles: {
      metric: new MathExpression({
        label: 'Throttled calls of model and functions',
        expression: 'SUM([FILL(model, 0), FILL(post, 0), FILL(worker, 0), FILL(read, 0)])',
        usingMetrics: {
          model: metrics.service('Throttles'),
          post: metrics.lambda('post-blog', 'Throttles'),
          worker: metrics.lambda('write-blog', 'Throttles'),
          read: metrics.lambda('get-blog', 'Throttles'),
        },
        period: Duration.minutes(periodMinutes),
      }),
      threshold: 5,
      datapoints: 2,
      describe: ({ threshold, datapoints }) =>
        `Bedrock or Lambda throttled more than ${threshold} calls in each of ${datapoints} periods of ` +
        `${periodMinutes} minutes. First: see on the dashboard which of the two it was. For the model, request a higher ` +
        'quota of tokens or requests in Service Quotas, or lower postRate. For a function, the account has too ' +
        'little concurrency; request more.',
    },
    PostNearDeadline: {
      metric: metrics.route('POST', 'Latency', { statistic: Stats.p(99) }),
      threshold: settings.deadlineMs - 2_000,
      datapoints: 3,
      describe: ({ threshold, datapoints }) =>
        `The slowest 1 % of POST /blog requests took over ${threshold / 1_000} s for ` +
        `${datapoints * periodMinutes} minutes; the deadline is ${settings.deadlineMs / 1_000} s. First: compare ` +
        '"Model call" with "S3" on the dashboard. If the model is slow, check whether callers request long posts: ' +
        'they should send Prefer: respond-async.',
    },
    Truncation: {
      metric: new MathExpression({
        label: 'Posts cut off at max_gen_len, percent',
        expression: 'IF(FILL(truncated, 0) > 2, 100 * FILL(truncated, 0) / saved, 0)',
        usingMetrics: {
          truncated: metrics.service('PostsTruncated', anHour),
          saved: metrics.service('PostsSaved', anHour),
        },
        ...anHour,
      }),
      threshold: 10,
      describe: ({ threshold }) =>
        `More than ${threshold} % of the posts of one hour were cut off at max_gen_len. First: find those requests ` +
        '(truncated is true in the log) and check whether they request many words with a small max_gen_len. If they ' +
        'use its default, the model writes more than it is asked for.',
    },
    FailedJobs: {
      metric: failedJobs.metricApproximateNumberOfMessagesVisible({
        statistic: Stats.MAXIMUM,
        period: Duration.minutes(periodMinutes),
        label: 'Failed jobs',
      }),
      threshold: 0,
      describe: () =>
        'The queue of failed jobs is not empty: on every attempt the worker crashed, S3 failed or Lambda could not ' +
        'start the worker, so the job is unfinished and nothing was recorded. First: run ' +
        `"npm run redrive -- --stack ${settings.stackName} --region ${settings.region}" to see which jobs and why; fix the ` +
        'cause, then add --all to write the posts.',
    },
    PromisedPostsFailed: {
      metric: metrics.service('PromisedPostsFailed', quarter),
      threshold: 0,
      describe: () =>
        'The worker gave up on a post: its caller, who received 202, now gets a problem. First: look at the newest ' +
        "error in the worker's log; its kind says what failed (model access, a retired model, a quota, the budget), " +
        'its hint what to change. Then have callers send the request again, with the same Idempotency-Key if they ' +
        'have one: neither a retry nor npm run redrive writes this post.',
    },
    TokensPerDay: {
      metric: new MathExpression({
        label: 'Tokens of the day',
        expression: 'SUM([FILL(prompt, 0), FILL(generation, 0)])',
        usingMetrics: {
          prompt: metrics.service('PromptTokens', aDay),
          generation: metrics.service('GenerationTokens', aDay),
        },
        ...aDay,
      }),
      threshold: tokensPerDayAlarm,
      describe: ({ threshold }) =>
        `The model processed more than ${threshold} tokens in one UTC day (tokensPerDayAlarm). ` +
        `${whatFollows} First: look at "Requests" on the dashboard and at the callers' addresses in the API's ` +
        'access log. To close POST /blog at once, run your cdk deploy again with -c postRate=0.',
    },
    ...(fallbackModelId !== undefined && {
      Fallback: {
        metric: metrics.service('FallbackCalls', anHour),
        threshold: 5,
        describe: ({ threshold }) =>
          `The fallback model (${fallbackModelId}) was called more than ${threshold} times within an hour, because ` +
          `${modelId} throttles, is not ready or is retired. First: find "Model call failed, calling again" in the log; ` +
          'its kind says which, its hint what to do.',
      },
    }),
  };
}
