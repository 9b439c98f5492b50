import { afterEach, beforeEach, vi } from 'vitest';

/** Stops the clock in each test of a file: time passes by `pass` alone. @param now in milliseconds since 1970 */
export function useVirtualTime(now = Date.UTC(2026, 10, 22, 16, 5, 27, 123)): void {
  beforeEach(() => {
    vi.useFakeTimers({ now });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
}

/** Lets virtual time pass. */
export const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
