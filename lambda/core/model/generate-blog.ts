import { sleep } from '../clock.ts';
import type { BlogFailure, FailureKind } from '../errors.ts';
import type { Blog, TextModel } from '../post/blog.ts';
import type { BlogRequest } from '../request/blog-request.ts';
import { callModel, type ModelCallDependencies, outOfTime } from './model-call.ts';

/** How the calls for a post ended. */
export type GenerationEnd =
  | { readonly kind: 'generated'; readonly blog: Blog }
  /** Calls are left, but no time: `modelCalls` were begun, `failure` is how it ends if no other run continues. */
  | {
      readonly kind: 'out-of-time';
      readonly modelCalls: number;
      readonly usesFallback: boolean;
      readonly failure: BlogFailure;
    }
  /** `beforeCall` said so. */
  | { readonly kind: 'stopped' };

/** How many model calls one post may take, and how long. */
export interface ModelCallLimits {
  maxModelCalls: number;
  /** How long one call may take before it counts as hung, in milliseconds. */
  callLimitMs: number;
  /** The wait after the first throttled call, in milliseconds; it doubles from call to call. */
  backoffMs: number;
  /** When the text must be complete, in milliseconds since 1970. */
  deadlineAt: number;
}

export interface GenerateBlogDependencies extends ModelCallDependencies {
  model: TextModel;
  /** Replaces the model for the rest of the calls once `turnsToFallback` says so. Default: none. */
  fallback?: TextModel | undefined;
  /** A number from 0 to 1, below 1. */
  random: () => number;
  /** Called for each failed call that another follows. @param nextModelId the model of that call */
  onRetry?: (failure: BlogFailure, modelCalls: number, nextModelId: string) => void;
}

/** With less time than this, in milliseconds, a call would be paid for but not answered. */
const shortestCallMs = 1_000;

/** The wait after the first failed call, as a share of `backoffMs`: quotas are per minute, other faults are brief. */
const backoffShare: Partial<Record<FailureKind, number>> = {
  'model-throttled': 1,
  'model-not-ready': 1,
  'empty-generation': 0,
};
const otherBackoffShare = 0.1;

/**
 * Calls the model until it writes a post, as often as is worth it and as the limits allow.
 *
 * @param earlier the number of calls of earlier runs, and whether they have turned to the fallback
 * @throws BlogFailure the last call's failure, if no further call is worth it or allowed
 */
export async function generateBlog(
  request: BlogRequest,
  earlier: { callsBefore: number; usesFallback: boolean },
  limits: ModelCallLimits,
  dependencies: GenerateBlogDependencies,
): Promise<GenerationEnd> {
  const { clock, random, fallback, onRetry } = dependencies;
  const { callsBefore } = earlier;
  let usesFallback = fallback !== undefined && earlier.usesFallback;
  for (let modelCalls = callsBefore + 1; ; modelCalls += 1) {
    const model = (usesFallback && fallback) || dependencies.model;
    const end = (calls: number, failure: BlogFailure): GenerationEnd => ({
      kind: 'out-of-time',
      modelCalls: calls,
      usesFallback,
      failure,
    });
    if (limits.deadlineAt - clock.now() < Math.min(shortestCallMs, limits.callLimitMs)) {
      return end(modelCalls - 1, outOfTime(modelCalls - 1));
    }
    const called = await callModel(request, limits, { model, modelCalls, usesFallback }, dependencies);
    if (called.kind !== 'failed') return called;
    const { failure, isLate } = called;
    if (modelCalls >= limits.maxModelCalls) throw failure;
    if (isLate) return end(modelCalls, failure);
    const waitMs = waitAfter(failure.kind, modelCalls - callsBefore, limits.backoffMs, random());
    const leftMs = limits.deadlineAt - clock.now();
    const fits = leftMs - waitMs >= shortestCallMs;
    // There is no time to wait, but for a call to another model.
    const lastChance = !fits && leftMs >= shortestCallMs;
    const callsLeft = lastChance ? 1 : limits.maxModelCalls - modelCalls;
    if (fallback !== undefined && !usesFallback && turnsToFallback(failure, callsLeft)) {
      // It has its own quota: no need to wait.
      usesFallback = true;
      onRetry?.(failure, modelCalls, fallback.modelId);
      continue;
    }
    if (!failure.worthAnotherCall) throw failure;
    if (!fits) return end(modelCalls, failure);
    onRetry?.(failure, modelCalls, model.modelId);
    await sleep(clock, waitMs);
  }
}

/** Exponential backoff; half of it is jitter. */
function waitAfter(kind: FailureKind, failedCalls: number, backoffMs: number, random: number): number {
  const fullMs = backoffMs * (backoffShare[kind] ?? otherBackoffShare) * 2 ** (failedCalls - 1);
  return fullMs / 2 + (random * fullMs) / 2;
}

/**
 * Whether to call the fallback after a failure of the first model: at once if that is gone, not ready or out of its
 * quota, because no wait within a request helps; if it throttles, for the last call.
 *
 * @param callsLeft how many calls are allowed and fit the time
 */
function turnsToFallback({ kind, modelGone }: BlogFailure, callsLeft: number): boolean {
  if (modelGone || kind === 'model-not-ready' || kind === 'model-quota-exceeded') return true;
  return kind === 'model-throttled' && callsLeft <= 1;
}
