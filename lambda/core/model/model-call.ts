import type { TokenBudget } from '../budget/token-budget.ts';
import { type Clock, TimeLimitError, withTimeLimit } from '../clock.ts';
import { BlogFailure } from '../errors.ts';
import { type Blog, readGeneration, type TextModel } from '../post/blog.ts';
import type { BlogRequest } from '../request/blog-request.ts';
import { inFallbackTerms } from './model-id.ts';

/** How one call ended. */
export type CallEnd =
  | { readonly kind: 'generated'; readonly blog: Blog }
  /** `isLate`: the deadline came before the call's own time limit. */
  | { readonly kind: 'failed'; readonly failure: BlogFailure; readonly isLate?: true }
  /** `beforeCall` said so: the call was not made. */
  | { readonly kind: 'stopped' };

export interface ModelCallDependencies {
  clock: Clock;
  /** Reserves the tokens of each call before it is made. Default: no budget. */
  budget?: Pick<TokenBudget, 'reserve'> | undefined;
  /** Awaited before each call. @returns whether to make it */
  beforeCall?: (modelCalls: number, usesFallback: boolean) => Promise<boolean>;
}

/**
 * Calls the model once: reserves its tokens, awaits `beforeCall`, and waits for the answer.
 *
 * @param limits `callLimitMs` in milliseconds, `deadlineAt` in milliseconds since 1970
 * @param call with its number from 1, which counts the calls of earlier runs
 * @throws BlogFailure if the budget does not allow the call @throws what `beforeCall` throws
 */
export async function callModel(
  request: BlogRequest,
  { callLimitMs, deadlineAt }: { callLimitMs: number; deadlineAt: number },
  { model, modelCalls, usesFallback }: { model: TextModel; modelCalls: number; usesFallback: boolean },
  { clock, budget, beforeCall }: ModelCallDependencies,
): Promise<CallEnd> {
  const settle = await budget?.reserve(request.maxGenLen);
  let isMade = false;
  try {
    isMade = (await beforeCall?.(modelCalls, usesFallback)) ?? true;
  } finally {
    if (!isMade) settle?.(0);
  }
  if (!isMade) return { kind: 'stopped' };

  const remainingMs = deadlineAt - clock.now();
  try {
    const generation = await withTimeLimit(clock, Math.min(callLimitMs, remainingMs), (signal) =>
      model.generate(request, signal),
    );
    // Without a count, the reservation stays.
    if (generation.generationTokenCount !== undefined) settle?.(generation.generationTokenCount);
    const about = { blogTopic: request.blogTopic, modelId: model.modelId, modelCalls };
    return { kind: 'generated', blog: readGeneration(generation, about) };
  } catch (error) {
    if (error instanceof BlogFailure) {
      error.modelId ??= model.modelId;
      if (usesFallback && error.hint !== undefined) error.hint = inFallbackTerms(error.hint);
      if (error.unbilled) settle?.(0);
      return { kind: 'failed', failure: error };
    }
    if (!(error instanceof TimeLimitError)) throw error;
    if (remainingMs <= callLimitMs)
      return { kind: 'failed', failure: outOfTime(modelCalls, error), isLate: true };
    const failure = new BlogFailure('model-unavailable', `model call ${modelCalls} gave ${error.message}`, {
      cause: error,
      hint:
        'A repeated call usually succeeds. If many hang, choose a faster model (modelId), or raise the limit: for a ' +
        'waiting request modelAttemptBaseMs or modelAttemptPerTokenMs, for the worker modelReadTimeoutMs.',
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
