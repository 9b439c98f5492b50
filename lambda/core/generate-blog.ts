import { type Blog, readGeneration, type TextModel } from './blog.ts';
import type { BlogRequest } from './blog-request.ts';
import { type Clock, sleep, TimeLimitError, withTimeLimit } from './clock.ts';
import { BlogFailure, type FailureKind } from './errors.ts';
import type { Settle, TokenBudget } from './token-budget.ts';

/** How often and how long the model is asked for one post. */
export interface ModelCallLimits {
  /** The most model calls for one request. Default 3. */
  maxModelCalls: number;
  /** How many of them were begun before. Default 0. */
  callsBefore?: number;
  /** How long one call may take before it counts as hung, in milliseconds. */
  callLimitMs: number;
  /** The wait before the second call after a throttled one, in milliseconds; it doubles from call to call. Default 1,000. */
  backoffMs: number;
  /** When the text must be there, in milliseconds since 1970. */
  deadlineAt: number;
}

export interface GenerateBlogDependencies {
  model: TextModel;
  clock: Clock;
  /** A number from 0 to 1, below 1. */
  random: () => number;
  /** Told of each call that failed and is followed by another. */
  onRetry?: (failure: BlogFailure, modelCalls: number) => void;
  /** Reserves the tokens of each call before it is made. Default: no budget. */
  budget?: Pick<TokenBudget, 'reserve'> | undefined;
  /** Awaited before each call with its number; what it throws ends the work before the call is made. */
  beforeCall?: (modelCalls: number) => Promise<void>;
}

/** The time is over while a further call is still allowed: someone with more time can go on. */
export class OutOfTimeError extends Error {
  override readonly name = 'OutOfTimeError';
  /** Calls begun so far. */
  readonly modelCalls: number;
  /** How it ends if nobody goes on. */
  readonly failure: BlogFailure;

  constructor(modelCalls: number, failure: BlogFailure) {
    super(failure.message, { cause: failure });
    this.modelCalls = modelCalls;
    this.failure = failure;
  }
}

/** A call with less time than this would be paid for and not answered. */
const shortestCallMs = 1_000;

/** The wait after the first failed call, as a share of `backoffMs`: quotas are counted by the minute, other faults pass at once. */
const backoffShare: Partial<Record<FailureKind, number>> = {
  'model-throttled': 1,
  'model-not-ready': 1,
  'empty-generation': 0,
};
const otherBackoffShare = 0.1;

/**
 * Asks the model for a post, again where a further call is worth it and the deadline leaves time for one.
 *
 * @throws BlogFailure the last call's failure, where no further call is worth it or allowed
 * @throws OutOfTimeError where the time ran out first
 */
export async function generateBlog(
  request: BlogRequest,
  limits: ModelCallLimits,
  dependencies: GenerateBlogDependencies,
): Promise<Blog> {
  const { clock, random, onRetry } = dependencies;
  const callsBefore = limits.callsBefore ?? 0;
  for (let modelCalls = callsBefore + 1; ; modelCalls += 1) {
    if (limits.deadlineAt - clock.now() < Math.min(shortestCallMs, limits.callLimitMs)) {
      throw new OutOfTimeError(modelCalls - 1, outOfTime(modelCalls - 1));
    }
    const settle = await prepareCall(request, modelCalls, dependencies);
    try {
      return await callModel(request, limits, modelCalls, settle, dependencies);
    } catch (error) {
      if (error instanceof OutOfTimeError && modelCalls >= limits.maxModelCalls) throw error.failure;
      if (!(error instanceof BlogFailure) || !error.worthAnotherCall) throw error;
      if (modelCalls >= limits.maxModelCalls) throw error;
      const waitMs = waitAfter(error.kind, modelCalls - callsBefore, limits.backoffMs, random());
      if (limits.deadlineAt - clock.now() - waitMs < shortestCallMs)
        throw new OutOfTimeError(modelCalls, error);
      onRetry?.(error, modelCalls);
      await sleep(clock, waitMs);
    }
  }
}

/** Reserves the call's tokens, then lets it be counted: a call that cannot be paid for counts for nothing. */
async function prepareCall(
  request: BlogRequest,
  modelCalls: number,
  { budget, beforeCall }: GenerateBlogDependencies,
): Promise<Settle | undefined> {
  const settle = await budget?.reserve(request.maxGenLen);
  try {
    await beforeCall?.(modelCalls);
  } catch (error) {
    settle?.(0);
    throw error;
  }
  return settle;
}

async function callModel(
  request: BlogRequest,
  limits: ModelCallLimits,
  modelCalls: number,
  settle: Settle | undefined,
  { model, clock }: GenerateBlogDependencies,
): Promise<Blog> {
  const remainingMs = limits.deadlineAt - clock.now();
  const limitMs = Math.min(limits.callLimitMs, remainingMs);
  try {
    const generation = await withTimeLimit(clock, limitMs, (signal) => model.generate(request, signal));
    // Where no count comes back the reservation stands.
    if (generation.generationTokenCount !== undefined) settle?.(generation.generationTokenCount);
    return readGeneration(generation, { blogTopic: request.blogTopic, modelId: model.modelId, modelCalls });
  } catch (error) {
    if (!(error instanceof TimeLimitError)) throw error;
    if (remainingMs <= limits.callLimitMs) throw new OutOfTimeError(modelCalls, outOfTime(modelCalls, error));
    throw new BlogFailure('model-unavailable', `model call ${modelCalls} gave ${error.message}`, {
      cause: error,
      hint: 'Calls that hang pass by themselves; if many do, raise modelAttemptBaseMs or modelAttemptPerTokenMs.',
    });
  }
}

function outOfTime(modelCalls: number, cause?: unknown): BlogFailure {
  return new BlogFailure('deadline-exceeded', `the deadline passed after ${modelCalls} model calls`, {
    cause,
    hint: 'Ask for a shorter post (word_count, max_gen_len), or choose a faster model (modelId).',
  });
}

/** Exponential with half of it jitter, so that clients throttled together do not return together. */
function waitAfter(kind: FailureKind, failedCalls: number, backoffMs: number, random: number): number {
  const fullMs = backoffMs * (backoffShare[kind] ?? otherBackoffShare) * 2 ** (failedCalls - 1);
  return fullMs / 2 + (random * fullMs) / 2;
}
