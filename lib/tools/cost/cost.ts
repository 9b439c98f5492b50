import { CommandError } from '../../command/command-error.ts';
import { type PricedUnit, prices, type TokenPrice, tokenPriceOf } from '../../settings/prices.ts';
import type { Settings } from '../../settings/settings.ts';
import {
  alarmMetrics,
  bytesOfAPost,
  hoursAMonth,
  metricsOfARoute,
  secondsOfARun,
  tokensOfAPost,
  usageOfAPost,
  usageOfTheBudget,
  type Way,
} from './usage.ts';

export interface Order {
  readonly settings: Settings;
  readonly posts: number;
  readonly modelSeconds: number;
}

const gigabyte = 1_000_000_000;

/**
 * What posts cost by part, with every function warm.
 *
 * @throws CommandError if the prices of the Region or the model are not known
 */
export function costOfPosts(way: Way, { settings, posts, modelSeconds }: Order) {
  const usage = usageOfAPost[way];
  const budget = settings.dailyTokenBudget === 'off' ? { s3Puts: 0, s3Gets: 0 } : usageOfTheBudget;
  const seconds = modelSeconds + usage.runs * secondsOfARun;
  const logGb = (posts * usage.logBytes) / gigabyte;
  const monthsKept = (settings.logRetentionDays * 24) / hoursAMonth;
  return {
    tokens: posts * costOfTokens(knownTokenPrice(settings)),
    lambda:
      price('lambdaRequests', posts * usage.runs) +
      price('lambdaGbSeconds', (posts * seconds * settings.memorySizeMb) / 1_024),
    s3Requests:
      price('s3Puts', posts * (usage.s3Puts + budget.s3Puts)) +
      price('s3Gets', posts * (usage.s3Gets + budget.s3Gets)),
    s3Storage: price('s3GbMonths', (posts * bytesOfAPost) / gigabyte),
    logs: price('logGb', logGb) + price('logGbMonths', logGb * monthsKept),
    gateway: price('gatewayRequests', posts * usage.gatewayRequests),
    // The worker's run belongs to the trace of the request that asked for it.
    traces: price('traces', posts * usage.gatewayRequests),
    dataOut: price('dataOutGb', (posts * usage.answerBytes) / gigabyte),
  };
}

/** What a month costs in addition to its posts. @param way undefined for a month without posts */
export function costOfAMonth(way: Way | undefined, { settings, posts }: Order) {
  const watched = settings.monitoring === 'on';
  const { metrics, routes } = way === undefined ? { metrics: 0, routes: 0 } : usageOfAPost[way];
  // Metrics are billed for each hour in which they are sent: at most one hour for each post.
  const months = Math.min(posts, hoursAMonth) / hoursAMonth;
  return {
    alarms: watched ? price('alarmMetricMonths', alarmMetrics) : 0,
    dashboard: watched ? price('dashboardMonths', 1) : 0,
    metrics: price('metricMonths', (metrics + (watched ? routes * metricsOfARoute : 0)) * months),
  };
}

/** The tokens of one post, in US dollars. @param generated @default those of a post of the default length */
export function costOfTokens(
  { promptUsd, generationUsd }: TokenPrice,
  generated: number = tokensOfAPost.generation,
): number {
  return (promptUsd * tokensOfAPost.prompt + generationUsd * generated) / 1_000_000;
}

/** The sum of all parts of a cost, in US dollars. */
export const total = (parts: Readonly<Record<string, number>>): number =>
  Object.values(parts).reduce((sum, part) => sum + part, 0);

function price(unit: PricedUnit, amount: number): number {
  const { usd, per } = prices.prices[unit];
  return (usd * amount) / per;
}

function knownTokenPrice(settings: Settings): TokenPrice {
  if (settings.region !== prices.region) {
    throw new CommandError(
      `docs/prices.json has the prices of ${prices.region}, and region is ${settings.region}: ` +
        'replace them with those of your Region, or leave region out.',
    );
  }
  const known = tokenPriceOf(settings);
  if (known !== undefined) return known;
  throw new CommandError(
    `docs/prices.json has no price of ${settings.modelId}: add it under models, or supply ` +
      '-c promptTokenPrice and -c generationTokenPrice, US dollars for a million tokens.',
  );
}
