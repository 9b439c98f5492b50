import { Duration, Stack } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  GraphWidgetView,
  type IAlarm,
  type IMetric,
  type IWidget,
  MathExpression,
  type Metric,
  type MetricOptions,
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { deployedFunctions } from '../../../lambda/core/config/variable.ts';
import { failureKinds } from '../../../lambda/core/errors.ts';
import { type TokenPrice, tokenPriceOf } from '../../settings/prices.ts';
import type { Settings } from '../../settings/settings.ts';
import type { WatchedParts } from './alarm-cases.ts';
import type { BlogMetrics } from './blog-metrics.ts';

/** The dashboard: alarms at the top, then traffic, latency, tokens and capacity. */
export function createDashboard(scope: Construct, watched: WatchedParts, alarms: IAlarm[]): Dashboard {
  const { metrics, failedJobs, settings } = watched;
  const { stackName, region } = Stack.of(scope);
  return new Dashboard(scope, 'Dashboard', {
    // Dashboard names are shared by all Regions of an account.
    dashboardName: `${stackName}-${region}`,
    defaultInterval: Duration.days(1),
    widgets: [
      [new AlarmStatusWidget({ title: 'Alarms', alarms, width: 24, height: 2 })],
      trafficWidgets(metrics),
      latencyWidgets(metrics),
      tokenWidgets(metrics, settings),
      capacityWidgets(metrics, failedJobs),
    ],
  });
}

/** The kinds of failures: those that callers see, and every other exception. */
const shownFailures = [...failureKinds, 'internal-error'];

function trafficWidgets(metrics: BlogMetrics): IWidget[] {
  // The API counts all reads; only the function knows which of them were for the page.
  const readsByPrograms = new MathExpression({
    expression: 'reads - FILL(pages, 0)',
    usingMetrics: { reads: metrics.route('GET', 'Count'), pages: metrics.service('PostPages') },
    label: 'GET, programs',
    period: Duration.minutes(5),
  });
  return [
    graph('Requests', 8, [
      metrics.route('POST', 'Count', { label: 'POST' }),
      readsByPrograms,
      metrics.service('PostPages', { label: 'GET, pages' }),
    ]),
    graph('Errors', 8, [
      metrics.route('POST', '5xx', { label: 'POST 5xx' }),
      metrics.route('POST', '4xx', { label: 'POST 4xx' }),
      // Includes the responses for jobs that failed earlier.
      metrics.route('GET', '5xx', { label: 'GET 5xx' }),
      metrics.route('GET', '4xx', { label: 'GET 4xx' }),
    ]),
    graph(
      'Failures by kind',
      8,
      shownFailures.map((kind) => metrics.failures(kind)),
    ),
  ];
}

function latencyWidgets(metrics: BlogMetrics): IWidget[] {
  return [
    latencies('POST /blog', 6, 'POST', (options) => metrics.route('POST', 'Latency', options)),
    latencies('GET /blog/{blog_id}', 6, 'GET', (options) => metrics.route('GET', 'Latency', options)),
    latencies('Model call', 6, 'model', (options) => metrics.service('ModelLatency', options)),
    latencies('S3, in one request', 6, 'S3', (options) => metrics.service('StoreLatency', options)),
    ...deployedFunctions.map((name) =>
      latencies(`Function ${name}`, 8, name, (options) => metrics.lambda(name, 'Duration', options)),
    ),
  ];
}

/** The tokens, their cost if the model's price is known, and the rest of the budget. */
function tokenWidgets(metrics: BlogMetrics, settings: Settings): IWidget[] {
  const { dailyTokenBudget } = settings;
  const price = tokenPriceOf(settings);
  const width = price === undefined ? 12 : 8;
  const left = metrics.service('BudgetTokensLeft', { statistic: Stats.MINIMUM, label: 'tokens left' });
  return [
    graph('Tokens', width, [
      metrics.service('PromptTokens', { label: 'prompts' }),
      metrics.service('GenerationTokens', { label: 'generated' }),
    ]),
    ...(price === undefined ? [] : [costWidget(metrics, price, width)]),
    dailyTokenBudget === 'off'
      ? new TextWidget({ markdown: '**Budget**\n\n`dailyTokenBudget` is off.', width, height: 6 })
      : graph(`Left of the day's ${dailyTokenBudget} tokens`, width, [left]),
  ];
}

function costWidget(metrics: BlogMetrics, price: TokenPrice, width: number): GraphWidget {
  const aDay = { period: Duration.days(1) };
  const cost = new MathExpression({
    label: 'US dollars a day',
    expression: `(prompt * ${price.promptUsd} + generation * ${price.generationUsd}) / 1000000`,
    usingMetrics: {
      prompt: metrics.service('PromptTokens', aDay),
      generation: metrics.service('GenerationTokens', aDay),
    },
    ...aDay,
  });
  return new GraphWidget({
    title: 'Estimated cost of the model (without calls that report no token count)',
    width,
    height: 6,
    view: GraphWidgetView.BAR,
    left: [cost],
  });
}

function capacityWidgets(metrics: BlogMetrics, failedJobs: IQueue): IWidget[] {
  const perFunction = (metricName: 'ConcurrentExecutions' | 'Throttles' | 'Errors', statistic: string) =>
    deployedFunctions.map((name) => metrics.lambda(name, metricName, { statistic, label: name }));
  return [
    graph('Posts', 6, [
      metrics.service('PostsSaved', { label: 'saved' }),
      metrics.service('PostsTruncated', { label: 'truncated' }),
      metrics.service('LeakedTokensCut', { label: 'leaked tokens cut' }),
      metrics.service('Handovers', { label: 'handed over' }),
      metrics.service('IdempotentReplays', { label: 'replayed' }),
    ]),
    graph('Concurrency', 6, perFunction('ConcurrentExecutions', Stats.MAXIMUM)),
    graph('Throttles, and calls of the fallback model', 6, [
      metrics.service('Throttles', { label: 'model' }),
      metrics.service('FallbackCalls', { label: 'fallback called' }),
      ...perFunction('Throttles', Stats.SUM),
    ]),
    graph('Failed jobs and posts, and crashes of functions', 6, [
      failedJobs.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM, label: 'failed jobs' }),
      metrics.service('PromisedPostsFailed', { label: 'promised posts failed' }),
      ...perFunction('Errors', Stats.SUM),
    ]),
  ];
}

/** The percentiles 50, 90 and 99 of a latency in milliseconds. @param label what the latency is of */
function latencies(
  title: string,
  width: number,
  label: string,
  metric: (options: MetricOptions) => Metric,
): IWidget {
  const left = [50, 90, 99].map((percent) =>
    metric({ statistic: Stats.percentile(percent), label: `${label} p${percent}` }),
  );
  const leftYAxis = { min: 0, label: 'ms', showUnits: false };
  return new GraphWidget({ title, width, height: 6, left, leftYAxis });
}

/** A graph whose axis starts at zero. @param width in the 24 columns of a dashboard */
function graph(title: string, width: number, left: IMetric[]): IWidget {
  return new GraphWidget({ title, width, height: 6, left, leftYAxis: { min: 0 } });
}
