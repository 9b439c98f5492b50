/** The server said nothing on any call for the whole of the limit. */
export class SilenceError extends Error {
  override readonly name = 'SilenceError';
}

/**
 * A limit of a server's silence, not of a call's length: whatever it says on one call counts for all of them, since
 * a server with one slot lets the others wait.
 */
export interface SilenceLimit {
  readonly limitMs: number;
  /** To be called for every sign of life. */
  heard(): void;
  /**
   * Runs `run` with a signal that fires at the limit, or with the caller's.
   *
   * @throws SilenceError at the limit, the caller's reason, or what `run` throws
   */
  bound<Result>(caller: AbortSignal, run: (signal: AbortSignal) => Promise<Result>): Promise<Result>;
}

/** @param limitMs milliseconds */
export function createSilenceLimit(limitMs: number): SilenceLimit {
  let heardAt = 0;
  return {
    limitMs,
    heard() {
      heardAt = performance.now();
    },
    async bound(caller, run) {
      const startedAt = performance.now();
      const silence = new AbortController();
      const leftMs = (): number => Math.max(startedAt, heardAt) + limitMs - performance.now();
      const look = (): void => {
        if (leftMs() > 0) timer = setTimeout(look, leftMs());
        else silence.abort(new SilenceError(`nothing for ${limitMs / 1_000} s`));
      };
      let timer = setTimeout(look, limitMs);
      try {
        return await run(AbortSignal.any([caller, silence.signal]));
      } catch (error) {
        caller.throwIfAborted();
        silence.signal.throwIfAborted();
        throw error;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
