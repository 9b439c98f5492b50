import { Duration } from 'aws-cdk-lib';
import { GraphWidget, GraphWidgetView, MathExpression, Stats, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { deployedFunctions } from '../../../lambda/core/config/variable.ts';
import { type PricedModel, type TokenPrice, tokenPriceOf } from '../../settings/prices.ts';
import type { Settings } from '../../settings/settings.ts';
import type { BlogMetrics } from './blog-metrics.ts';
import { graph } from './dashboard-graph.ts';

/** The settings for token costs. */
export type CostSettings = PricedModel & Pick<Settings, 'dailyTokenBudget'>;

/** The tokens, their cost if the model's price is known, and the rest of the budget. */
export function tokenWidgets(metrics: BlogMetrics, settings: CostSettings): (GraphWidget | TextWidget)[] {
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

/** The posts, and the load on functions and queue. */
export function capacityWidgets(metrics: BlogMetrics, failedJobs: IQueue): GraphWidget[] {
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
