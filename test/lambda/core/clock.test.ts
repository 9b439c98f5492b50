import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../lambda/adapters/system.ts';
import { TimeLimitError, withTimeLimit } from '../../../lambda/core/clock.ts';
import { pass, useVirtualTime } from '../virtual-time.ts';

useVirtualTime();

describe('a time limit', () => {
  it('leaves no timer behind a step that ends', async () => {
    await expect(withTimeLimit(systemClock, 1_000, async () => 7)).resolves.toBe(7);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends the wait for a step that does not heed its signal, which aborts', async () => {
    let signal: AbortSignal | undefined;
    const limited = withTimeLimit(systemClock, 1_000, (ofStep) => {
      signal = ofStep;
      return new Promise<never>(() => {});
    });
    const expected = expect(limited).rejects.toThrow(TimeLimitError);
    await pass(999);
    expect(signal?.aborted).toBe(false);
    await pass(1);
    expect(signal?.reason).toBeInstanceOf(TimeLimitError);
    await expected;
  });

  it('that is over already does not begin the step', async () => {
    const step = vi.fn(async () => 7);
    await expect(withTimeLimit(systemClock, 0, step)).rejects.toThrow(TimeLimitError);
    expect(step).not.toHaveBeenCalled();
  });
});
