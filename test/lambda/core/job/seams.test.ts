import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runSeam, seams } from './seams.ts';

const start = Date.UTC(2026, 10, 22, 16, 5, 27, 123);
const page = readFileSync(new URL('../../../../docs/requests.md', import.meta.url), 'utf8');

beforeEach(() => {
  vi.useFakeTimers({ now: start });
});
afterEach(() => {
  vi.useRealTimers();
});

describe.each(['keyed', 'async'] as const)('a fault at every seam of a request that is %s', (way) => {
  const ofWay = seams.filter((seam) => seam.way === way);

  it.each(ofWay)('$at: $fault', async (seam) => {
    const { row, posts, modelCalls, mostInFlight } = await runSeam(seam, start);
    expect(posts).toBeLessThanOrEqual(1);
    expect(mostInFlight).toBeLessThanOrEqual(1);
    // Three for the request, and three more where the client tried again after a failure.
    expect(modelCalls).toBeLessThanOrEqual(6);
    expect(page.split('\n')).toContain(row);
  });
});
