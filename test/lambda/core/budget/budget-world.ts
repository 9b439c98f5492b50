import { systemClock } from '../../../../lambda/adapters/system.ts';
import { type BudgetRecord, countTokens } from '../../../../lambda/core/budget/budget-record.ts';
import { createTokenBudget, type TokenBudget } from '../../../../lambda/core/budget/token-budget.ts';
import { type Clock, sleep } from '../../../../lambda/core/clock.ts';
import { BlogFailure } from '../../../../lambda/core/errors.ts';
import type { RecordStore } from '../../../../lambda/core/records/records.ts';
import { Observation } from '../../../../lambda/core/report/observation.ts';

/**
 * What happens to a write beside its time:
 * - `resent`: done, the answer lost, and sent again by the SDK, which meets itself after others may have written
 * - `unknown`: done, and the answer never comes
 * - `failed`: not done
 */
export type WriteFault = 'resent' | 'unknown' | 'failed';

export interface MemoryRecords extends RecordStore {
  /** Reads and writes so far. */
  calls: number;
  /** Spent and reserved on a day. */
  tokens(day: string): number;
  record(day: string): BudgetRecord | undefined;
}

/** An S3 of records in memory. @param delayMs of each way, asked for each. Default none @param fault of a write. Default none */
export function memoryRecords(
  delayMs: () => number = () => 0,
  fault: () => WriteFault | undefined = () => undefined,
): MemoryRecords {
  const stored = new Map<string, { text: string; etag: string }>();
  let serial = 0;
  const way = async (): Promise<void> => {
    const ms = delayMs();
    if (ms > 0) await sleep(systemClock, ms);
  };
  const record = (day: string): BudgetRecord | undefined => {
    const found = stored.get(day);
    return found && JSON.parse(found.text);
  };
  const down = (): BlogFailure => new BlogFailure('store-unavailable', 'S3 did not answer');
  const memory: MemoryRecords = {
    calls: 0,
    record,
    tokens: (day) => countTokens(record(day) ?? { spent: 0, open: {} }),
    async read(name) {
      memory.calls += 1;
      await way();
      const found = stored.get(name);
      await way();
      return found;
    },
    async write(name, text, etag) {
      memory.calls += 1;
      const what = fault();
      await way();
      if (what === 'failed') throw down();
      const isMet = stored.get(name)?.etag === etag;
      const written = `e${serial++}`;
      if (isMet) stored.set(name, { text, etag: written });
      await way();
      if (what === 'unknown') throw down();
      if (what === 'resent') await way();
      return isMet && what !== 'resent' ? written : undefined;
    },
  };
  return memory;
}

let nonces = 0;

export interface EnvironmentOptions {
  dailyTokens: number;
  records: RecordStore;
  /** Default: the system's. */
  clock?: Clock;
  random?: () => number;
}

/** An environment of a function. @returns opens the budget for its next request, of 27 s */
export function startEnvironment({ dailyTokens, clock = systemClock, ...options }: EnvironmentOptions) {
  const newNonce = (): string => `n${nonces++}`;
  const open = createTokenBudget(dailyTokens, { random: () => 0.5, ...options, clock, newNonce });
  if (open === undefined) throw new Error('no budget');
  return (observation = new Observation()): TokenBudget => open(clock.now() + 27_000, observation);
}

/** A post of so many tokens, 512 reserved, `modelMs` in the model. @throws BlogFailure */
export async function post(budget: TokenBudget, usedTokens: number | undefined, modelMs = 0): Promise<void> {
  try {
    const settle = await budget.reserve(512);
    if (modelMs > 0) await sleep(systemClock, modelMs);
    if (usedTokens !== undefined) settle(usedTokens);
  } finally {
    await budget.close();
  }
}
