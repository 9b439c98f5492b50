import { afterEach, beforeEach, vi } from 'vitest';

/** When virtual time begins, in milliseconds since 1970. */
export const start = Date.UTC(2026, 10, 22, 16, 5, 27, 123);

/** Stops the clock in each test of a file: time passes by `pass` alone. @param now default: `start` */
export function useVirtualTime(now = start): void {
  beforeEach(() => {
    vi.useFakeTimers({ now });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
}

/** Lets virtual time pass. */
export const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
