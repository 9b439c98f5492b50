import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../../lambda/adapters/system-clock.ts';
import { budgetInvoke, openBudget, type TokenBudget } from '../../../../lambda/core/budget/token-budget.ts';
import { sleep } from '../../../../lambda/core/clock.ts';
import { generateBlog } from '../../../../lambda/core/model/generate-blog.ts';
import type { TextModel } from '../../../../lambda/core/post/blog.ts';
import { newObservation } from '../../../../lambda/core/report/observation.ts';
import { withDefaults } from '../../../../lambda/core/request/blog-request.ts';

const start = Date.UTC(2026, 10, 22, 23, 59, 0);
const request = withDefaults({ blogTopic: 'T' });

beforeEach(() => {
  vi.useFakeTimers({ now: start });
});
afterEach(() => {
  vi.useRealTimers();
});

/** What is spent and reserved in a record. */
function count(text = '{"spent":0,"open":{}}'): number {
  const { spent, open } = JSON.parse(text) as { spent: number; open: Record<string, number> };
  return Object.values(open).reduce((sum, tokens) => sum + tokens, spent);
}

/** An S3 of records in memory, with a delay in which others can be faster. */
function memoryRecords(delayMs: () => number = () => 0, lost: () => boolean = () => false) {
  const stored = new Map<string, { text: string; etag: string }>();
  let serial = 0;
  const wait = () => (delayMs() === 0 ? Promise.resolve() : sleep(systemClock, delayMs()));
  return {
    tokens: (day: string): number => count(stored.get(day)?.text),
    read: async (name: string) => {
      await wait();
      return stored.get(name);
    },
    write: async (name: string, text: string, etag: string | undefined): Promise<string | undefined> => {
      await wait();
      if (lost() && stored.get(name)?.etag === etag) {
        // Written, the answer lost, and sent again when others may have written.
        stored.set(name, { text, etag: `lost${serial++}` });
        await wait();
        await wait();
        return undefined;
      }
      if (stored.get(name)?.etag !== etag) return undefined;
      serial += 1;
      stored.set(name, { text, etag: `e${serial}` });
      return `e${serial}`;
    },
  };
}

let nonce = 0;
function budgetOf(dailyTokens: number, records = memoryRecords(), random = () => 0) {
  const newNonce = () => `n${nonce++}`;
  const observation = newObservation();
  const given = { records, clock: systemClock, random, newNonce, deadlineAt: Date.now() + 120_000 };
  const budget = openBudget(dailyTokens, given, observation);
  if (budget === undefined) throw new Error('no budget');
  return { budget, records, observation };
}

const modelOf = (count: number | undefined) => ({
  modelId: 'm',
  generate: vi.fn(async () => ({
    text: 'x',
    stopReason: 'stop',
    ...(count === undefined ? {} : { generationTokenCount: count }),
  })),
});
/** One model call under a budget. */
const call = (model: TextModel, budget: TokenBudget) =>
  generateBlog(
    request,
    { maxModelCalls: 1, callLimitMs: 10_000, backoffMs: 0, deadlineAt: Date.now() + 60_000 },
    { model, budget, clock: systemClock, random: () => 0 },
  );

describe('the daily budget', () => {
  it('reserves max_gen_len before a call and keeps what was used after it', async () => {
    const { budget, records, observation } = budgetOf(1_000);
    const model = modelOf(260);
    model.generate.mockImplementationOnce(async () => {
      expect(records.tokens('20261122')).toBe(512);
      return { text: 'x', stopReason: 'stop', generationTokenCount: 260 };
    });
    await call(model, budget);
    await budget.settled();
    expect(records.tokens('20261122')).toBe(260);
    expect(observation.budgetTokensLeft).toBe(740);
  });

  it('keeps the reservation where no count came back', async () => {
    const { budget, records } = budgetOf(1_000);
    await call(modelOf(undefined), budget);
    const failing = { modelId: 'm', generate: () => Promise.reject(new Error('reset')) };
    await expect(call(failing, budget)).rejects.toMatchObject({ kind: 'budget-exhausted' });
    await budget.settled();
    expect(records.tokens('20261122')).toBe(512);
  });

  it('refuses a call that does not fit, and asks the model nothing', async () => {
    const { budget } = budgetOf(511);
    const model = modelOf(1);
    await expect(call(model, budget)).rejects.toMatchObject({ kind: 'budget-exhausted' });
    expect(model.generate).not.toHaveBeenCalled();
  });

  it('starts anew at midnight UTC', async () => {
    const { budget, records } = budgetOf(600);
    await call(modelOf(undefined), budget);
    vi.setSystemTime(start + 60_000);
    await call(modelOf(undefined), budget);
    expect([records.tokens('20261122'), records.tokens('20261123')]).toEqual([512, 512]);
  });

  it('refuses a hand-over that would not fit, before the worker is invoked', async () => {
    const { budget } = budgetOf(1_000);
    const invoke = vi.fn(async () => {});
    const signal = new AbortController().signal;
    await budgetInvoke(invoke, budget, 1_000)({ blog_id: 'b', v: 1 }, signal);
    await expect(budgetInvoke(invoke, budget, 1_001)({ blog_id: 'b', v: 1 }, signal)).rejects.toMatchObject({
      kind: 'budget-exhausted',
    });
    expect(invoke).toHaveBeenCalledOnce();
  });

  it('gives up after five lost races', async () => {
    const records = memoryRecords();
    const write = vi.spyOn(records, 'write').mockResolvedValue(undefined);
    const { budget } = budgetOf(1_000, records);
    const reserved = expect(budget.reserve(1)).rejects.toMatchObject({ kind: 'budget-contended' });
    await vi.runAllTimersAsync();
    await reserved;
    expect(write).toHaveBeenCalledTimes(5);
  });

  it('recognises a reservation whose answer was lost', async () => {
    const records = memoryRecords();
    const write = records.write;
    vi.spyOn(records, 'write').mockImplementationOnce(async (...given) => void (await write(...given)));
    const { budget } = budgetOf(1_000, records);
    await budget.reserve(100);
    expect(records.tokens('20261122')).toBe(100);
  });

  it('gives back no more than once what a call did not use, though the answer was lost and others wrote since', async () => {
    const records = memoryRecords();
    const { budget } = budgetOf(2_000, records);
    const settle = await budget.reserve(512);
    const other = budgetOf(2_000, records);
    await other.budget.reserve(512);
    const write = records.write;
    vi.spyOn(records, 'write').mockImplementationOnce(async (...given) => {
      await write(...given);
      await other.budget.reserve(100);
      return undefined;
    });
    settle(112);
    await vi.runAllTimersAsync();
    await budget.settled();
    expect(records.tokens('20261122')).toBe(112 + 512 + 100);
  });

  it('gives all back where the call is not made after all', async () => {
    const { budget, records } = budgetOf(1_000);
    const asked = generateBlog(
      request,
      { maxModelCalls: 1, callLimitMs: 10_000, backoffMs: 0, deadlineAt: Date.now() + 60_000 },
      {
        model: modelOf(1),
        budget,
        clock: systemClock,
        random: () => 0,
        beforeCall: () => Promise.reject(new Error('moved')),
      },
    );
    await expect(asked).rejects.toThrow('moved');
    await budget.settled();
    expect(records.tokens('20261122')).toBe(0);
  });

  it('is nothing where none is kept', () => {
    const given = {
      records: memoryRecords(),
      clock: systemClock,
      random: () => 0,
      newNonce: () => 'n',
      deadlineAt: 0,
    };
    expect(openBudget('off', given, newObservation())).toBeUndefined();
    const invoke = async () => {};
    expect(budgetInvoke(invoke, undefined, 1)).toBe(invoke);
  });

  it('holds however many call at once, whatever S3 takes and the model uses', async () => {
    const caller = fc.record({
      used: fc.option(fc.integer({ min: 0, max: 512 }), { nil: undefined }),
      at: fc.integer({ min: 0, max: 300 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(caller, { maxLength: 25 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 40 })),
        async (callers, delays) => {
          vi.setSystemTime(Date.UTC(2026, 10, 22));
          const records = memoryRecords(
            () => delays.next().value ?? 1,
            () => (delays.next().value ?? 1) > 34,
          );
          let reserved = 0;
          let most = 0;
          const run = async ({ used, at }: { used: number | undefined; at: number }): Promise<void> => {
            await sleep(systemClock, at);
            const { budget } = budgetOf(3_000, records, () => (at % 10) / 10);
            const model = {
              modelId: 'm',
              async generate() {
                reserved += 512;
                most = Math.max(most, reserved);
                await sleep(systemClock, 50);
                reserved -= 512 - (used ?? 512);
                return {
                  text: 'x',
                  stopReason: 'stop',
                  ...(used === undefined ? {} : { generationTokenCount: used }),
                };
              },
            };
            await call(model, budget).catch(({ kind }) =>
              expect(['budget-exhausted', 'budget-contended']).toContain(kind),
            );
            await budget.settled();
          };
          const all = Promise.all(callers.map(run));
          await vi.advanceTimersByTimeAsync(60_000);
          await all;
          expect(most).toBeLessThanOrEqual(3_000);
          // What is counted is never less than what was used.
          expect(records.tokens('20261122')).toBeGreaterThanOrEqual(reserved);
          expect(records.tokens('20261122')).toBeLessThanOrEqual(3_000);
        },
      ),
      { numRuns: 50 },
    );
  });
});
