import { describe, expect, it } from 'vitest';
import { createGarbageCollector } from '../../../../lib/local/lambda/small-heaps.ts';

describe('createGarbageCollector', () => {
  it('frees what nobody holds any more, and gives the function to nobody else', async () => {
    const collectGarbage = createGarbageCollector();
    const held = new WeakRef({ text: 'x'.repeat(1_000) });
    // Until the end of this turn a WeakRef holds its object itself.
    await new Promise((resolve) => setTimeout(resolve));
    collectGarbage();
    expect(held.deref()).toBeUndefined();
    expect(globalThis).not.toHaveProperty('gc');
  });
});
