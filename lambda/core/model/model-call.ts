import type { Settle, TokenBudget } from '../budget/token-budget.ts';
import { type Clock, TimeLimitError, withTimeLimit } from '../clock.ts';
import { BlogFailure } from '../errors.ts';
import { type Blog, readGeneration, type TextModel } from '../post/blog.ts';
import type { BlogRequest } from '../request/blog-request.ts';

/** The time is over while a further call is still allowed: someone with more time can go on. */
export class OutOfTimeError extends Error {
  override readonly name = 'OutOfTimeError';
  /** Calls begun so far. */
  readonly modelCalls: number;
  /** Whoever goes on calls the fallback. */
  readonly usesFallback: boolean;
  /** How it ends if nobody goes on. */
  readonly failure: BlogFailure;

  constructor(modelCalls: number, usesFallback: boolean, failure: BlogFailure) {
    super(failure.message, { cause: failure });
    this.modelCalls = modelCalls;
    this.usesFallback = usesFallback;
    this.failure = failure;
  }
}

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
  /** Awaited before each call with its number; what it throws ends the work before the call is made. */
  beforeCall?: (modelCalls: number, usesFallback: boolean) => Promise<void>;
}

/** Reserves the call's tokens, then lets it be counted: a call that cannot be paid for counts for nothing. */
export async function prepareCall(
  request: BlogRequest,
  call: ModelCall,
  { budget, beforeCall }: ModelCallDependencies,
): Promise<Settle | undefined> {
  const settle = await budget?.reserve(request.maxGenLen);
  try {
    await beforeCall?.(call.number, call.usesFallback);
  } catch (error) {
    settle?.(0);
    throw error;
  }
  return settle;
}

/**
 * Calls the model once.
 *
 * @param limits in milliseconds, and milliseconds since 1970
 * @throws BlogFailure
 * @throws OutOfTimeError where the deadline came before the end of the call's own time
 */
export async function callModel(
  request: BlogRequest,
  limits: { callLimitMs: number; deadlineAt: number },
  { number: modelCalls, model, usesFallback }: ModelCall,
  settle: Settle | undefined,
  { clock }: ModelCallDependencies,
): Promise<Blog> {
  const remainingMs = limits.deadlineAt - clock.now();
  const limitMs = Math.min(limits.callLimitMs, remainingMs);
  try {
    const generation = await withTimeLimit(clock, limitMs, (signal) => model.generate(request, signal));
    // Where no count comes back the reservation stands.
    if (generation.generationTokenCount !== undefined) settle?.(generation.generationTokenCount);
    return readGeneration(generation, { blogTopic: request.blogTopic, modelId: model.modelId, modelCalls });
  } catch (error) {
    if (error instanceof BlogFailure) {
      error.modelId ??= model.modelId;
      if (error.unbilled) settle?.(0);
    }
    if (!(error instanceof TimeLimitError)) throw error;
    if (remainingMs <= limits.callLimitMs)
      throw new OutOfTimeError(modelCalls, usesFallback, outOfTime(modelCalls, error));
    throw new BlogFailure('model-unavailable', `model call ${modelCalls} gave ${error.message}`, {
      cause: error,
      hint: 'Calls that hang pass by themselves; if many do, raise modelAttemptBaseMs or modelAttemptPerTokenMs.',
    });
  }
}

/** The deadline has passed. */
export function outOfTime(modelCalls: number, cause?: unknown): BlogFailure {
  return new BlogFailure('deadline-exceeded', `the deadline passed after ${modelCalls} model calls`, {
    cause,
    hint: 'Ask for a shorter post (word_count, max_gen_len), or choose a faster model (modelId).',
  });
}
