import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { systemClock } from '../../../../lambda/adapters/system.ts';
import { budgetDay } from '../../../../lambda/core/budget/budget-record.ts';
import { type Clock, sleep } from '../../../../lambda/core/clock.ts';
import type { RecordStore } from '../../../../lambda/core/records/records.ts';
import { pass, useVirtualTime } from '../../virtual-time.ts';
import { type MemoryRecords, memoryRecords, startEnvironment, type WriteFault } from './budget-world.ts';

const midnight = Date.UTC(2026, 10, 23);
/** When the functions with the old budget end, and when those with the new one begin. */
const deployMs = 700;
const newFromMs = 900;
const maxGenLen = 512;

useVirtualTime();

interface Life {
  /** What its clock is fast by, in milliseconds. */
  skewMs: number;
  /** Its end, in milliseconds after its beginning, whatever it is doing then. */
  diesAfterMs: number;
  /** One after the other: the pause before each, and the tokens it generates; of some no count comes back. */
  posts: { pauseMs: number; used: number; isCounted: boolean }[];
}

const life: fc.Arbitrary<Life> = fc.record({
  skewMs: fc.integer({ min: -400, max: 400 }),
  diesAfterMs: fc.integer({ min: 1, max: 2_500 }),
  posts: fc.array(
    fc.record({
      pauseMs: fc.integer({ min: 0, max: 150 }),
      used: fc.integer({ min: 0, max: maxGenLen }),
      isCounted: fc.boolean(),
    }),
    { maxLength: 12 },
  ),
});
const dailyTokens = fc.integer({ min: 400, max: 12_000 });
const faults: (WriteFault | undefined)[] = ['resent', 'unknown', 'failed'];

/** What is generated, or may yet be, by the day that it is counted on. */
class Generated {
  readonly #tokens = new Map<string, number>();
  of(day: string): number {
    return this.#tokens.get(day) ?? 0;
  }
  add(day: string, tokens: number): void {
    this.#tokens.set(day, this.of(day) + tokens);
  }
}

/** Runs an environment until its posts are written or it ends. @param onGranted called for each call that may be made */
async function live(
  { skewMs, diesAfterMs, posts }: Life,
  dailyTokens: number,
  records: MemoryRecords,
  generated: Generated,
  onGranted: (day: string) => void,
): Promise<void> {
  let isDead = false;
  const death = sleep(systemClock, diesAfterMs).then(() => {
    isDead = true;
  });
  const never = new Promise<never>(() => {});
  // What is under way in S3 goes on; the environment is not there to hear of it.
  const whileAlive = async <T>(step: Promise<T>): Promise<T> => {
    const [result] = await Promise.allSettled([step]);
    if (isDead) return never;
    return result.status === 'fulfilled' ? result.value : Promise.reject(result.reason);
  };
  const reached: RecordStore = {
    read: (...request) => whileAlive(records.read(...request)),
    write: (...request) => whileAlive(records.write(...request)),
  };
  const clock: Clock = {
    now: () => systemClock.now() + skewMs,
    after: (ms, callback) => systemClock.after(ms, () => isDead || callback()),
  };
  const open = startEnvironment({ dailyTokens, records: reached, clock, random: () => (skewMs + 400) / 801 });
  const work = async (): Promise<void> => {
    for (const { pauseMs, used, isCounted } of posts) {
      await whileAlive(sleep(systemClock, pauseMs));
      const budget = open();
      const day = budgetDay(clock.now());
      const settle = await budget.reserve(maxGenLen).catch(({ kind }) => {
        expect(['budget-exhausted', 'budget-contended', 'store-unavailable']).toContain(kind);
        return undefined;
      });
      if (settle !== undefined) {
        generated.add(day, maxGenLen);
        onGranted(day);
        await sleep(systemClock, 40);
        generated.add(day, used - maxGenLen);
        if (isDead) return;
        if (isCounted) settle(used);
      }
      await budget.close();
    }
  };
  await Promise.race([work(), death]);
}

it('the daily budget is never exceeded: whoever dies, whatever S3 loses, at midnight, and across a deploy', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(life, { maxLength: 10 }),
      fc.array(life, { maxLength: 10 }),
      dailyTokens,
      dailyTokens,
      fc.infiniteStream(fc.integer({ min: 0, max: 20 })),
      fc.infiniteStream(fc.integer({ min: 0, max: 30 })),
      async (oldLives, newLives, oldTokens, newTokens, delays, chances) => {
        vi.setSystemTime(midnight - 500);
        const records = memoryRecords(
          () => delays.next().value ?? 1,
          () => faults[chances.next().value ?? 30],
        );
        const generated = new Generated();
        const days = [budgetDay(midnight - 1), budgetDay(midnight)];
        const before = oldLives.map((one) =>
          live(
            { ...one, diesAfterMs: Math.min(one.diesAfterMs, deployMs) },
            oldTokens,
            records,
            generated,
            (day) => expect(generated.of(day)).toBeLessThanOrEqual(oldTokens),
          ),
        );
        const after = sleep(systemClock, newFromMs).then(() => {
          // What was reserved under the old budget may have been more than the new one.
          const bounds = new Map(days.map((day) => [day, Math.max(newTokens, records.tokens(day))]));
          return Promise.all(
            newLives.map((one) =>
              live(one, newTokens, records, generated, (day) =>
                expect(generated.of(day)).toBeLessThanOrEqual(bounds.get(day) ?? newTokens),
              ),
            ),
          );
        });
        const all = Promise.all([...before, after]);
        await pass(60_000);
        await all;
        for (const day of days) {
          expect(records.tokens(day)).toBeGreaterThanOrEqual(generated.of(day));
          expect(records.tokens(day)).toBeLessThanOrEqual(Math.max(oldTokens, newTokens));
        }
      },
    ),
    { numRuns: 100 },
  );
});
