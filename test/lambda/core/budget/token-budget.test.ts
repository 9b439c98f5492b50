import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../../lambda/adapters/system.ts';
import { createTokenBudget } from '../../../../lambda/core/budget/token-budget.ts';
import { Observation } from '../../../../lambda/core/report/observation.ts';
import { pass, useVirtualTime } from '../../virtual-time.ts';
import { type MemoryRecords, memoryRecords, post, startEnvironment } from './budget-world.ts';

const start = Date.UTC(2026, 10, 22, 12);
const day = '20261122';

useVirtualTime(start);

const environmentOf = (dailyTokens: number, records: MemoryRecords = memoryRecords()) => ({
  records,
  open: startEnvironment({ dailyTokens, records }),
});

describe('the daily budget', () => {
  it('reserves max_gen_len before a call and keeps what was used after it', async () => {
    const { open, records } = environmentOf(1_000);
    const observation = new Observation();
    const budget = open(observation);
    const settle = await budget.reserve(512);
    expect(records.tokens(day)).toBe(512);
    settle(260);
    await budget.close();
    expect(records.record(day)).toEqual({ v: 1, spent: 260, open: {}, nonce: expect.any(String) });
    expect(observation.budgetTokensLeft).toBe(740);
  });

  it('keeps the reservation where no count came back', async () => {
    const { open, records } = environmentOf(1_000);
    await post(open(), undefined);
    await expect(post(open(), 1)).rejects.toMatchObject({ kind: 'budget-exhausted' });
    expect(records.tokens(day)).toBe(512);
  });

  it('refuses a call that does not fit', async () => {
    const { open } = environmentOf(511);
    await expect(open().reserve(512)).rejects.toMatchObject({
      kind: 'budget-exhausted',
      message: "511 tokens are left of today's 511; 512 were asked for",
      hint: expect.stringContaining('dailyTokenBudget'),
    });
  });

  it('can be used to its last token', async () => {
    const { open, records } = environmentOf(512);
    await post(open(), 512);
    expect(records.tokens(day)).toBe(512);
  });

  it('asks S3 again before it refuses: others may have returned some', async () => {
    const records = memoryRecords();
    const held = startEnvironment({ dailyTokens: 1_600, records })();
    const settle = await held.reserve(1_000);
    const { open } = environmentOf(1_600, records);
    await post(open(), 512);
    await expect(open().reserve(512)).rejects.toMatchObject({ kind: 'budget-exhausted' });
    settle(0);
    await held.close();
    await post(open(), 512);
    expect(records.tokens(day)).toBe(1_024);
  });

  it('resets at midnight UTC, and leaves what it held of the day before', async () => {
    vi.setSystemTime(Date.UTC(2026, 10, 22, 23, 59));
    const { open, records } = environmentOf(200_000);
    await post(open(), 260);
    await post(open(), 260);
    const before = records.tokens(day);
    vi.setSystemTime(Date.UTC(2026, 10, 23));
    await post(open(), 260);
    expect([records.tokens(day), records.tokens('20261123')]).toEqual([before, 260]);
  });

  it('goes on with the record of the version before, which reserved call by call', async () => {
    const { open, records } = environmentOf(2_000);
    const old = { v: 1, spent: 700, open: { 'a-call': 512 }, nonce: 'x' };
    await records.write(day, JSON.stringify(old), undefined, new AbortController().signal);
    await post(open(), 260);
    expect(records.record(day)).toMatchObject({ spent: 960, open: { 'a-call': 512 } });
    await expect(open().reserve(529)).rejects.toMatchObject({ kind: 'budget-exhausted' });
  });

  it('counts a lowered budget against what is reserved, and a raised one at once', async () => {
    const { open, records } = environmentOf(2_000);
    await post(open(), 512);
    await expect(startEnvironment({ dailyTokens: 1_000, records })().reserve(512)).rejects.toMatchObject({
      kind: 'budget-exhausted',
      message: "488 tokens are left of today's 1000; 512 were asked for",
    });
    await post(startEnvironment({ dailyTokens: 5_000, records })(), 260);
    expect(records.tokens(day)).toBe(772);
  });

  it('says before a hand-over whether as many tokens are left, and reserves none', async () => {
    const { open } = environmentOf(1_000);
    await open().assertLeft(1_000);
    await post(open(), 260);
    await open().assertLeft(740);
    await expect(open().assertLeft(741)).rejects.toMatchObject({
      kind: 'budget-exhausted',
      message: "740 tokens are left of today's 1000; 741 were asked for",
    });
  });

  it('is not reported by a request that reserves nothing, nor where S3 cannot be read', async () => {
    const { open, records } = environmentOf(1_000);
    const observation = new Observation();
    vi.spyOn(records, 'read').mockRejectedValueOnce(new Error('S3 is down'));
    await post(open(observation), 260).catch(() => {});
    await post(open(), 260);
    await open(observation).close();
    expect(observation.budgetTokensLeft).toBeUndefined();
  });

  it('is nothing where none is kept', () => {
    const options = { records: memoryRecords(), clock: systemClock, random: () => 0, newNonce: () => 'n' };
    expect(createTokenBudget('off', options)).toBeUndefined();
  });
});

describe('the calls of S3', () => {
  it('are one write before the model in a warm environment, and none where it holds tokens', async () => {
    const { open, records } = environmentOf(200_000);
    await post(open(), 260);
    const before: number[] = [];
    const all: number[] = [];
    for (let posts = 0; posts < 100; posts += 1) {
      records.calls = 0;
      const budget = open();
      const settle = await budget.reserve(512);
      before.push(records.calls);
      settle(260);
      await budget.close();
      all.push(records.calls);
    }
    expect(Math.max(...before)).toBe(1);
    expect(before.filter((calls) => calls === 0).length).toBeGreaterThan(60);
    expect(all.slice(0, 10).reduce((sum, calls) => sum + calls, 0)).toBeLessThanOrEqual(12);
    expect(all.reduce((sum, calls) => sum + calls, 0)).toBeLessThan(40);
  });

  it('are three for the first post of an environment, which keeps nothing', async () => {
    const { open, records } = environmentOf(200_000);
    await post(open(), 260);
    expect([records.calls, records.tokens(day)]).toEqual([3, 260]);
  });

  it('are none for a request that reserves nothing', async () => {
    const { open, records } = environmentOf(200_000);
    await open().close();
    expect(records.calls).toBe(0);
  });
});

describe('an environment that ends', () => {
  it('wastes nothing where each post comes to a new one', async () => {
    const records = memoryRecords();
    let written = 0;
    for (let posts = 0; posts < 800; posts += 1) {
      const { open } = environmentOf(200_000, records);
      await post(open(), 260).then(
        () => (written += 1),
        ({ kind }) => expect(kind).toBe('budget-exhausted'),
      );
    }
    expect(written).toBe(Math.floor((200_000 - 512) / 260) + 1);
  });

  it.each([2, 3, 10, 50, 300])(
    'after %d posts takes with it at most half of what it generated, nor more than 1 percent of what is left',
    async (posts) => {
      const { open, records } = environmentOf(200_000);
      for (let done = 0; done < posts; done += 1) await post(open(), 260);
      const wasted = records.tokens(day) - posts * 260;
      expect(wasted).toBeGreaterThanOrEqual(0);
      expect(wasted).toBeLessThanOrEqual(Math.min(posts * 130, (200_000 - posts * 260) / 100));
    },
  );
});

describe('many environments at once', () => {
  it.each([
    [24, 50_000_000],
    [24, 2_000_000],
    [24, 200_000],
    [100, 50_000_000],
  ])(
    '%d of them write 600 posts of %d tokens a day, and none is turned away',
    async (clients, dailyTokens) => {
      let seed = 7;
      const random = (): number => {
        seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
        return seed / 2 ** 31;
      };
      const records = memoryRecords(() => 5 + random() * 15);
      let left = 600;
      const outcomes: string[] = [];
      const client = async (): Promise<void> => {
        const open = startEnvironment({ dailyTokens, records, random });
        while (left > 0) {
          left -= 1;
          await post(open(), 260, 20).then(
            () => outcomes.push('written'),
            ({ kind }) => outcomes.push(kind),
          );
        }
      };
      const all = Promise.all(Array.from({ length: clients }, client));
      await pass(120_000);
      await all;
      expect(outcomes).toEqual(Array(600).fill('written'));
    },
  );

  it('wait for their turn until the deadline, and only then are turned away', async () => {
    const { open, records } = environmentOf(1_000);
    vi.spyOn(records, 'write').mockResolvedValue(undefined);
    const turnedAway = expect(open().reserve(1)).rejects.toMatchObject({
      kind: 'budget-contended',
      hint: expect.stringContaining('postRate'),
    });
    await vi.runAllTimersAsync();
    await turnedAway;
    expect(Date.now() - start).toBeGreaterThan(23_000);
    expect(Date.now() - start).toBeLessThanOrEqual(27_000);
  });
});
