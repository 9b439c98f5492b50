import { describe, expect, it } from 'vitest';
import { read, rows, section } from '../../../docs/page-text.ts';
import { start, useVirtualTime } from '../../virtual-time.ts';
import { runSeam, seams } from './seams.ts';

const page = read('docs/requests.md');
const tables = {
  keyed: rows(section(page, 'Under an Idempotency-Key, waiting')),
  async: rows(section(page, '`Prefer: respond-async`, without a key')),
};

useVirtualTime();

describe.each(['keyed', 'async'] as const)('a fault at every seam of a request that is %s', (way) => {
  const ofWay = seams.filter((seam) => seam.way === way);

  it('has a row in docs/requests.md, which has no others', () => {
    expect(tables[way].map(([at, fault]) => [at, fault])).toEqual(ofWay.map(({ at, fault }) => [at, fault]));
  });

  it.each(ofWay)('$at: $fault', async (seam) => {
    const { cells, posts, modelCalls, mostInFlight } = await runSeam(seam, start);
    expect(posts).toBeLessThanOrEqual(1);
    expect(mostInFlight).toBeLessThanOrEqual(1);
    // Three for the request, and three more where the client tried again after a failure.
    expect(modelCalls).toBeLessThanOrEqual(6);
    expect(tables[way].find(([at, fault]) => at === seam.at && fault === seam.fault)).toEqual(cells);
  });
});
