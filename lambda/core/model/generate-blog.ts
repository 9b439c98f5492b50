import { sleep } from '../clock.ts';
import { BlogFailure, type FailureKind } from '../errors.ts';
import type { Blog, TextModel } from '../post/blog.ts';
import type { BlogRequest } from '../request/blog-request.ts';
import { turnsToFallback } from './fallback.ts';
import {
  callModel,
  type ModelCall,
  type ModelCallDependencies,
  OutOfTimeError,
  outOfTime,
  prepareCall,
} from './model-call.ts';

/** How often and how long the model is asked for one post. */
export interface ModelCallLimits {
  /** The most model calls for one request. Default 3. */
  maxModelCalls: number;
  /** How many of them were begun before. Default 0. */
  callsBefore?: number;
  /** The fallback's turn has come in these. Default false; nothing without a fallback. */
  usesFallback?: boolean;
  /** How long one call may take before it counts as hung, in milliseconds. */
  callLimitMs: number;
  /** The wait before the second call after a throttled one, in milliseconds; it doubles from call to call. Default 1,000. */
  backoffMs: number;
  /** When the text must be there, in milliseconds since 1970. */
  deadlineAt: number;
}

export interface GenerateBlogDependencies extends ModelCallDependencies {
  model: TextModel;
  /** Takes the model's place for the rest of the calls where `turnsToFallback` says so. Default: none. */
  fallback?: TextModel | undefined;
  /** A number from 0 to 1, below 1. */
  random: () => number;
  /** Told of each call that failed and is followed by another, and which model is called then. */
  onRetry?: (failure: BlogFailure, modelCalls: number, nextModelId: string) => void;
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
  const { clock, random, fallback, onRetry } = dependencies;
  const callsBefore = limits.callsBefore ?? 0;
  let usesFallback = fallback !== undefined && (limits.usesFallback ?? false);
  for (let modelCalls = callsBefore + 1; ; modelCalls += 1) {
    const call: ModelCall = {
      number: modelCalls,
      model: usesFallback && fallback !== undefined ? fallback : dependencies.model,
      usesFallback,
    };
    if (limits.deadlineAt - clock.now() < Math.min(shortestCallMs, limits.callLimitMs)) {
      throw new OutOfTimeError(modelCalls - 1, usesFallback, outOfTime(modelCalls - 1));
    }
    const settle = await prepareCall(request, call, dependencies);
    try {
      return await callModel(request, limits, call, settle, dependencies);
    } catch (error) {
      if (error instanceof OutOfTimeError && modelCalls >= limits.maxModelCalls) throw error.failure;
      if (!(error instanceof BlogFailure) || modelCalls >= limits.maxModelCalls) throw error;
      const waitMs = waitAfter(error.kind, modelCalls - callsBefore, limits.backoffMs, random());
      const leftMs = limits.deadlineAt - clock.now();
      const fits = leftMs - waitMs >= shortestCallMs;
      // No time to wait for the model, but for a call of another.
      const lastChance = !fits && leftMs >= shortestCallMs;
      const callsLeft = lastChance ? 1 : limits.maxModelCalls - modelCalls;
      if (fallback !== undefined && !usesFallback && turnsToFallback(error, callsLeft)) {
        // Another model's quota: there is nothing to wait for.
        usesFallback = true;
        onRetry?.(error, modelCalls, fallback.modelId);
        continue;
      }
      if (!error.worthAnotherCall) throw error;
      if (!fits) throw new OutOfTimeError(modelCalls, usesFallback, error);
      onRetry?.(error, modelCalls, call.model.modelId);
      await sleep(clock, waitMs);
    }
  }
}

/** Exponential with half of it jitter, so that clients throttled together do not return together. */
function waitAfter(kind: FailureKind, failedCalls: number, backoffMs: number, random: number): number {
  const fullMs = backoffMs * (backoffShare[kind] ?? otherBackoffShare) * 2 ** (failedCalls - 1);
  return fullMs / 2 + (random * fullMs) / 2;
}
