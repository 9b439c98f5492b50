import type { Settle, TokenBudget } from '../budget/token-budget.ts';
import { type Clock, TimeLimitError, withTimeLimit } from '../clock.ts';
import { BlogFailure } from '../errors.ts';
import { type Blog, readGeneration, type TextModel } from '../post/blog.ts';
import type { BlogRequest } from '../request/blog-request.ts';

/** How one call ended. */
export type CallEnd =
  | { readonly kind: 'generated'; readonly blog: Blog }
  | { readonly kind: 'failed'; readonly failure: BlogFailure }
  /** The deadline came before the end of the call's own time. */
  | { readonly kind: 'out-of-time'; readonly failure: BlogFailure }
  /** `beforeCall` said so: the call was not made. */
  | { readonly kind: 'stopped' };

/** One call of those that a request may take. */
export interface ModelCall {
  /** From 1, calls begun before included. */
  readonly number: number;
  readonly model: TextModel;
  readonly usesFallback: boolean;
}

/** What a call needs beside the model. */
export interface ModelCallDependencies {
  clock: Clock;
  /** Reserves the tokens of each call before it is made. Default: no budget. */
  budget?: Pick<TokenBudget, 'reserve'> | undefined;
  /** Awaited before each call with its number. @returns whether to make it */
  beforeCall?: (modelCalls: number, usesFallback: boolean) => Promise<boolean>;
}

/**
 * Calls the model once: reserves its tokens, lets it be counted, and waits for the answer. A call that cannot be
 * paid for counts for nothing.
 *
 * @param limits in milliseconds, and milliseconds since 1970
 * @throws BlogFailure where the budget does not allow the call @throws what `beforeCall` throws
 */
export async function callModel(
  request: BlogRequest,
  limits: { callLimitMs: number; deadlineAt: number },
  call: ModelCall,
  dependencies: ModelCallDependencies,
): Promise<CallEnd> {
  const settle = await dependencies.budget?.reserve(request.maxGenLen);
  let goesOn = false;
  try {
    goesOn = (await dependencies.beforeCall?.(call.number, call.usesFallback)) ?? true;
  } finally {
    if (!goesOn) settle?.(0);
  }
  return goesOn ? generate(request, limits, call, settle, dependencies.clock) : { kind: 'stopped' };
}

async function generate(
  request: BlogRequest,
  limits: { callLimitMs: number; deadlineAt: number },
  { number: modelCalls, model }: ModelCall,
  settle: Settle | undefined,
  clock: Clock,
): Promise<CallEnd> {
  const remainingMs = limits.deadlineAt - clock.now();
  const limitMs = Math.min(limits.callLimitMs, remainingMs);
  try {
    const generation = await withTimeLimit(clock, limitMs, (signal) => model.generate(request, signal));
    // Where no count comes back the reservation stands.
    if (generation.generationTokenCount !== undefined) settle?.(generation.generationTokenCount);
    const about = { blogTopic: request.blogTopic, modelId: model.modelId, modelCalls };
    return { kind: 'generated', blog: readGeneration(generation, about) };
  } catch (error) {
    if (error instanceof BlogFailure) {
      error.modelId ??= model.modelId;
      if (error.unbilled) settle?.(0);
      return { kind: 'failed', failure: error };
    }
    if (!(error instanceof TimeLimitError)) throw error;
    if (remainingMs <= limits.callLimitMs)
      return { kind: 'out-of-time', failure: outOfTime(modelCalls, error) };
    const failure = new BlogFailure('model-unavailable', `model call ${modelCalls} gave ${error.message}`, {
      cause: error,
      hint: 'Calls that hang pass by themselves; if many do, raise modelAttemptBaseMs or modelAttemptPerTokenMs.',
    });
    return { kind: 'failed', failure };
  }
}

/** The deadline has passed. */
export function outOfTime(modelCalls: number, cause?: unknown): BlogFailure {
  return new BlogFailure('deadline-exceeded', `the deadline passed after ${modelCalls} model calls`, {
    cause,
    hint: 'Ask for a shorter post (word_count, max_gen_len), or choose a faster model (modelId).',
  });
}
