export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back once after `ms` milliseconds, unless the returned function is called before. */
  after(ms: number, callback: () => void): () => void;
}

/** The time that one request or run has. */
export interface Deadline {
  clock: Clock;
  /** When it ends, in milliseconds since 1970. */
  deadlineAt: number;
}

/** Thrown if a step exceeds its time limit. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';

  constructor(limitMs: number) {
    super(`no answer within ${Math.round(limitMs)} ms`);
  }
}

/** Resolves after `ms` milliseconds. */
export function sleep(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}

/**
 * Runs a step with a signal that aborts after `limitMs`, and then stops waiting for it, even if it ignores the signal.
 *
 * @throws TimeLimitError after that time @throws what the step throws before
 */
export async function withTimeLimit<T>(
  clock: Clock,
  limitMs: number,
  step: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (limitMs <= 0) throw new TimeLimitError(0);
  const controller = new AbortController();
  let cancel = (): void => {};
  const limit = new Promise<never>((_, reject) => {
    cancel = clock.after(limitMs, () => {
      const error = new TimeLimitError(limitMs);
      // Rejecting first: the step's own AbortError must not win the race.
      reject(error);
      controller.abort(error);
    });
  });
  try {
    return await Promise.race([step(controller.signal), limit]);
  } finally {
    cancel();
  }
}
