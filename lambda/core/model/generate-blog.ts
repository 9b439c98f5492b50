import { sleep } from '../clock.ts';
import type { BlogFailure, FailureKind } from '../errors.ts';
import type { Blog, TextModel } from '../post/blog.ts';
import type { BlogRequest } from '../request/blog-request.ts';
import { turnsToFallback } from './fallback.ts';
import { callModel, type ModelCall, type ModelCallDependencies, outOfTime } from './model-call.ts';

/** How asking the model for a post ended. */
export type GenerationEnd =
  | { readonly kind: 'generated'; readonly blog: Blog }
  /** The time is over while a further call is still allowed: somebody with more time can go on. */
  | {
      readonly kind: 'out-of-time';
      /** Calls begun so far. */
      readonly modelCalls: number;
      /** Whoever goes on calls the fallback. */
      readonly usesFallback: boolean;
      /** How it ends where nobody goes on. */
      readonly failure: BlogFailure;
    }
  /** `beforeCall` said so. */
  | { readonly kind: 'stopped' };

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
 */
export async function generateBlog(
  request: BlogRequest,
  limits: ModelCallLimits,
  dependencies: GenerateBlogDependencies,
): Promise<GenerationEnd> {
  const { clock, random, fallback, onRetry } = dependencies;
  const callsBefore = limits.callsBefore ?? 0;
  let usesFallback = fallback !== undefined && (limits.usesFallback ?? false);
  for (let modelCalls = callsBefore + 1; ; modelCalls += 1) {
    const call: ModelCall = {
      number: modelCalls,
      model: usesFallback && fallback !== undefined ? fallback : dependencies.model,
      usesFallback,
    };
    const end = (calls: number, failure: BlogFailure): GenerationEnd => ({
      kind: 'out-of-time',
      modelCalls: calls,
      usesFallback,
      failure,
    });
    if (limits.deadlineAt - clock.now() < Math.min(shortestCallMs, limits.callLimitMs)) {
      return end(modelCalls - 1, outOfTime(modelCalls - 1));
    }
    const called = await callModel(request, limits, call, dependencies);
    if (called.kind === 'generated' || called.kind === 'stopped') return called;
    const { failure } = called;
    if (modelCalls >= limits.maxModelCalls) throw failure;
    if (called.kind === 'out-of-time') return end(modelCalls, failure);
    const waitMs = waitAfter(failure.kind, modelCalls - callsBefore, limits.backoffMs, random());
    const leftMs = limits.deadlineAt - clock.now();
    const fits = leftMs - waitMs >= shortestCallMs;
    // No time to wait for the model, but for a call of another.
    const lastChance = !fits && leftMs >= shortestCallMs;
    const callsLeft = lastChance ? 1 : limits.maxModelCalls - modelCalls;
    if (fallback !== undefined && !usesFallback && turnsToFallback(failure, callsLeft)) {
      // Another model's quota: there is nothing to wait for.
      usesFallback = true;
      onRetry?.(failure, modelCalls, fallback.modelId);
      continue;
    }
    if (!failure.worthAnotherCall) throw failure;
    if (!fits) return end(modelCalls, failure);
    onRetry?.(failure, modelCalls, call.model.modelId);
    await sleep(clock, waitMs);
  }
}

/** Exponential with half of it jitter, so that clients throttled together do not return together. */
function waitAfter(kind: FailureKind, failedCalls: number, backoffMs: number, random: number): number {
  const fullMs = backoffMs * (backoffShare[kind] ?? otherBackoffShare) * 2 ** (failedCalls - 1);
  return fullMs / 2 + (random * fullMs) / 2;
}
