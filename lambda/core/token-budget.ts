import type { TextModel } from './blog.ts';
import { type Clock, sleep } from './clock.ts';
import { BlogFailure } from './errors.ts';
import type { InvokeWorker } from './hand-over.ts';
import { limitRecordStep } from './job-records.ts';
import type { Observation } from './observation.ts';
import { type RecordStore, readRecord, type Versioned, writeRecord } from './records.ts';

/** What was generated, or is reserved for calls under way, on one day of UTC. */
interface BudgetRecord {
  readonly v: 1;
  readonly tokens: number;
  readonly nonce: string;
}

export interface TokenBudgetOptions {
  /** The most tokens in a day of UTC. */
  dailyTokens: number;
  records: RecordStore;
  clock: Clock;
  /** A number from 0 to 1, below 1. */
  random: () => number;
  /** A text that is different each time. */
  newNonce: () => string;
  /** When whoever spends must have answered, in milliseconds since 1970. */
  deadlineAt: number;
  /** Told what is left of the day's budget whenever it changes. */
  onLeft?: (tokens: number) => void;
}

/** The bound on the bill: tokens are reserved before they are generated. */
export interface TokenBudget {
  /**
   * Reserves tokens of today's budget. Given to `settle`, the result says how many were used.
   *
   * @throws BlogFailure `budget-exhausted`; `budget-contended` after 5 lost races; `store-unavailable`
   */
  reserve(tokens: number): Promise<{ settle(usedTokens: number): void }>;
  /** Ends well where so many tokens are left. @throws BlogFailure as `reserve` does */
  assertLeft(tokens: number): Promise<void>;
  /** Resolves once every settlement is written, or cannot be: then the reservation stands. */
  settled(): Promise<void>;
}

const maxRaces = 5;
/** The wait after the first lost race is up to twice this, in milliseconds, and doubles: long against a write of S3. */
const raceBackoffMs = 50;
/** How long settlements may keep an answer waiting, in milliseconds. */
const settleLimitMs = 2_000;

/** A budget kept in one object a day, moved by compare-and-swap. */
export function createTokenBudget(options: TokenBudgetOptions): TokenBudget {
  const { dailyTokens, records, clock, random, newNonce, onLeft } = options;
  const pending = new Set<Promise<void>>();
  const today = (): string => new Date(clock.now()).toISOString().slice(0, 10).replaceAll('-', '');
  const read = (day: string, deadlineAt: number) =>
    limitRecordStep(clock, deadlineAt, (signal) => readRecord<BudgetRecord>(records, day, signal));

  /** @param change gives the new count, or throws */
  const move = async (day: string, deadlineAt: number, change: (tokens: number) => number): Promise<void> => {
    let found: Versioned<BudgetRecord> | undefined = await read(day, deadlineAt);
    for (let race = 1; race <= maxRaces; race += 1) {
      const tokens = change(found?.value.tokens ?? 0);
      const result = await limitRecordStep(clock, deadlineAt, (signal) =>
        writeRecord<BudgetRecord>(records, day, { v: 1, tokens }, found, newNonce(), signal),
      );
      if (result.written !== undefined) {
        onLeft?.(Math.max(0, dailyTokens - tokens));
        return;
      }
      found = result.conflict;
      await sleep(clock, random() * raceBackoffMs * 2 ** race);
      if (race < maxRaces) found = await read(day, deadlineAt);
    }
    throw new BlogFailure(
      'budget-contended',
      `the day's budget was changed by others ${maxRaces} times in a row`,
      {
        hint: 'Many requests at once: lower postRate and postBurst, or switch the budget off (dailyTokenBudget).',
      },
    );
  };

  const settle = async (day: string, surplus: number): Promise<void> => {
    // What cannot be given back stays reserved: the bound holds.
    await move(day, clock.now() + settleLimitMs, (tokens) => Math.max(0, tokens - surplus)).catch(() => {});
  };

  return {
    async reserve(tokens) {
      const day = today();
      await move(day, options.deadlineAt, (used) => {
        assertFits(used, tokens, dailyTokens);
        return used + tokens;
      });
      return {
        settle(usedTokens) {
          const settling = settle(day, Math.max(0, tokens - usedTokens)).finally(() =>
            pending.delete(settling),
          );
          pending.add(settling);
        },
      };
    },
    async assertLeft(tokens) {
      const found = await read(today(), options.deadlineAt);
      assertFits(found?.value.tokens ?? 0, tokens, dailyTokens);
    },
    async settled() {
      await Promise.all(pending);
    },
  };
}

function assertFits(used: number, tokens: number, dailyTokens: number): void {
  if (used + tokens <= dailyTokens) return;
  throw new BlogFailure(
    'budget-exhausted',
    `${dailyTokens - used} tokens are left of today's ${dailyTokens}; ${tokens} were asked for`,
    {
      hint: 'Raise dailyTokenBudget and deploy, or wait for midnight UTC.',
    },
  );
}

/** The budget of one request or run; `undefined` where none is kept. */
export function openBudget(
  dailyTokens: number | undefined,
  given: Omit<TokenBudgetOptions, 'dailyTokens' | 'onLeft'>,
  observation: Observation,
): TokenBudget | undefined {
  if (dailyTokens === undefined) return undefined;
  const onLeft = (tokens: number): void => {
    observation.budgetTokensLeft = tokens;
  };
  return createTokenBudget({ ...given, dailyTokens, onLeft });
}

/** A model whose every call is reserved for, and settled where the model told a count. */
export function budgetModel(model: TextModel, budget: TokenBudget | undefined): TextModel {
  if (budget === undefined) return model;
  return {
    modelId: model.modelId,
    async generate(request, signal) {
      const reservation = await budget.reserve(request.maxGenLen);
      signal.throwIfAborted();
      const generation = await model.generate(request, signal);
      if (generation.generationTokenCount !== undefined) reservation.settle(generation.generationTokenCount);
      return generation;
    },
  };
}

/** An invocation that is refused where the worker's first call would be. @param tokens of one call */
export function budgetInvoke(
  invokeWorker: InvokeWorker,
  budget: TokenBudget | undefined,
  tokens: number,
): InvokeWorker {
  if (budget === undefined) return invokeWorker;
  return async (event, signal) => {
    await budget.assertLeft(tokens);
    await invokeWorker(event, signal);
  };
}
