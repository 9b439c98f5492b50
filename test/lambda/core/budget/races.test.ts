import { expect, it, vi } from 'vitest';
import { systemClock } from '../../../../lambda/adapters/system.ts';
import type { Clock } from '../../../../lambda/core/clock.ts';
import { BlogFailure } from '../../../../lambda/core/errors.ts';
import type { RecordStore } from '../../../../lambda/core/records/records.ts';
import { memoryRecords, post, startEnvironment, type WriteFault } from './budget-world.ts';

const day = '20261122';
/** It stands still, so that no midnight comes in between. */
const clock: Clock = { now: () => Date.UTC(2026, 10, 22, 12), after: systemClock.after };
const dailyTokens = 200_000;

/** Environments that share a record. After a lost race they try again at once. @param faults of the writes, in turn */
function share(...faults: (WriteFault | undefined)[]) {
  const records = memoryRecords(undefined, () => faults.shift());
  const start = () => startEnvironment({ dailyTokens, records, clock, random: () => 0 });
  return { records, a: start(), b: start() };
}

/** What the record holds for each environment. */
const openOf = (records: ReturnType<typeof memoryRecords>) => Object.values(records.record(day)?.open ?? {});

/** Has something happen right before the next write. */
function beforeNextWrite(records: RecordStore, event: () => Promise<unknown>): void {
  const write = records.write;
  vi.spyOn(records, 'write').mockImplementationOnce(async (...call) => {
    await event();
    return write(...call);
  });
}

it.each<[string, number, (WriteFault | undefined)[]]>([
  ['the first', 1, ['resent']],
  ['a later', 2, [undefined, 'resent']],
])(
  'a reservation counts once where %s write was sent twice, because its answer was lost',
  async (_, times, faults) => {
    const { records, a } = share(...faults);
    for (let call = 0; call < times; call += 1) await a().reserve(100);
    expect(openOf(records)).toEqual([times * 100]);
  },
);

it('spent tokens count once where the write that returns the rest was sent twice', async () => {
  const { records, a } = share(undefined, 'resent');
  await post(a(), 260);
  expect(records.record(day)).toMatchObject({ spent: 260 });
  expect(openOf(records)).toEqual([]);
});

it.each([0, 100])(
  'a reservation is made again where another was faster, %d tokens held before',
  async (before) => {
    const { records, a, b } = share();
    if (before > 0) await a().reserve(before);
    await b().reserve(200);
    beforeNextWrite(records, () => b().reserve(300));
    await a().reserve(400);
    expect(records.tokens(day)).toBeGreaterThanOrEqual(before + 200 + 300 + 400);
  },
);

it('the tokens of a write whose answer never comes stay reserved, and no later call uses them', async () => {
  const { records, a } = share(undefined, 'unknown');
  const settle = await a().reserve(100);
  await expect(a().reserve(200)).rejects.toMatchObject({ kind: 'store-unavailable' });
  settle(0);
  await a().reserve(400);
  expect(openOf(records)).toEqual([300, 400]);
});

it.each([
  ['a call is refused', 'budget-exhausted', () => {}],
  [
    'S3 cannot be read',
    'store-unavailable',
    (records: RecordStore) =>
      vi.spyOn(records, 'read').mockRejectedValueOnce(new BlogFailure('store-unavailable', 'down')),
  ],
])('an environment keeps what it holds where %s', async (_, kind, prepare) => {
  const { records, a } = share();
  const settle = await a().reserve(2_000);
  settle(0);
  prepare(records);
  await expect(a().reserve(dailyTokens + 1)).rejects.toMatchObject({ kind });
  records.calls = 0;
  await a().reserve(2_000);
  expect(records.calls).toBe(0);
});

it('the loser of a race reserves for several calls, and returns nothing until it writes without a race', async () => {
  const { records, a, b } = share();
  beforeNextWrite(records, () => post(b(), 260));
  const perPost: number[] = [];
  for (let posts = 0; posts < 6; posts += 1) {
    await post(a(), 260);
    perPost.push(...openOf(records));
  }
  const onePercent = Math.floor((dailyTokens - 260) / 100);
  expect(perPost).toEqual(Array(6).fill(onePercent));
  await post(a(), 260);
  expect(openOf(records)).toEqual([]);
});

it('an ETag that is old because others wrote between two requests is no race', async () => {
  const { records, a, b } = share();
  await post(a(), 260);
  await post(b(), 260);
  await a().reserve(512);
  expect(openOf(records)).toEqual([512]);
});

it('the record is read before it is written only as long as others write in between', async () => {
  const { records, a, b } = share();
  const calls: number[] = [];
  for (const isOtherFirst of [false, false, true, true, false, false]) {
    if (isOtherFirst) await b().reserve(512);
    records.calls = 0;
    await a().reserve(512);
    calls.push(records.calls);
  }
  expect(calls).toEqual([2, 1, 3, 2, 2, 1]);
});
