import { requestDefaults } from '../../../lambda/core/request/blog-request.ts';
import { hoursAMonth } from './assumptions.ts';
import type { CostInputs } from './cost-inputs.ts';
import { billedSeconds, lambdaCost, lambdaTimes } from './lambda-cost.ts';
import { costOf, type ModelPrice } from './prices.ts';
import { addUsage, type Usage } from './usage.ts';

/** A post that its request waits for, or one that is promised, asked for until it is there, and read. */
export type Way = 'plain' | 'promised';

/** What posts cost by part, in US dollars. */
export interface PostCost {
  readonly tokens: number;
  readonly lambda: number;
  readonly s3Requests: number;
  /** Keeping the posts for a month. */
  readonly s3Storage: number;
  /** Taking them in, and keeping them as long as the settings say. */
  readonly logs: number;
  readonly gateway: number;
  readonly traces: number;
  readonly dataOut: number;
}

const gigabyte = 1_000_000_000;

/** What one post uses, apart from tokens. */
export function usageOfAPost(way: Way, { measured, assumptions }: CostInputs): Usage {
  const { plain, promised, poll, read } = measured.acts;
  if (way === 'plain') return plain.usage;
  return addUsage(
    [promised.usage, 1],
    [poll.usage, pollsOfAPromise({ measured, assumptions })],
    [read.usage, 1],
  );
}

/** How often a promised post is asked for before it is there, by a caller who keeps to `Retry-After`. */
export function pollsOfAPromise({
  measured,
  assumptions,
}: Pick<CostInputs, 'measured' | 'assumptions'>): number {
  const { usage } = measured.acts.promised;
  const writtenAfter = assumptions.modelSeconds + (usage.s3Puts + usage.s3Gets) * assumptions.s3Seconds;
  return Math.floor(writtenAfter / measured.retryAfterSeconds);
}

/** What so many posts cost at the settings' memory, with every function warm. */
export function costOfPosts(way: Way, inputs: CostInputs): PostCost {
  const { prices, settings, cpu, assumptions, posts, model } = inputs;
  const usage = addUsage([usageOfAPost(way, inputs), posts]);
  const times = lambdaTimes(settings.memorySizeMb, cpu);
  const logGb = usage.logBytes / gigabyte;
  const monthsKept = (settings.logRetentionDays * 24) / hoursAMonth;
  return {
    tokens: posts * tokensOfAPost(model, inputs),
    lambda: lambdaCost(prices, usage.runs, billedSeconds(usage, times, assumptions), settings.memorySizeMb),
    s3Requests: costOf(prices, 's3Puts', usage.s3Puts) + costOf(prices, 's3Gets', usage.s3Gets),
    s3Storage: costOf(prices, 's3GbMonths', usage.keptBytes / gigabyte),
    logs: costOf(prices, 'logGb', logGb) + costOf(prices, 'logGbMonths', logGb * monthsKept),
    gateway: costOf(prices, 'gatewayRequests', usage.gatewayRequests),
    // The worker's run belongs to the trace of the request that asked for it.
    traces: costOf(prices, 'traces', usage.gatewayRequests),
    dataOut: costOf(prices, 'dataOutGb', usage.answerBytes / gigabyte),
  };
}

/** The tokens of one post, in US dollars. @param generated default: as many as the measured post has */
export function tokensOfAPost(
  { promptUsd, generationUsd, per }: ModelPrice,
  { measured }: Pick<CostInputs, 'measured'>,
  generated: number = measured.generationTokens,
): number {
  return (promptUsd * measured.promptTokens + generationUsd * generated) / per;
}

/** The most tokens that a request with its defaults can have generated. */
export const mostTokens = requestDefaults.maxGenLen;

/** The parts together, in US dollars. */
export const total = (cost: PostCost): number => Object.values(cost).reduce((sum, part) => sum + part, 0);
