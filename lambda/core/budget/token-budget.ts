import { type Clock, sleep } from '../clock.ts';
import { BlogFailure } from '../errors.ts';
import { limitRecordStep } from '../records/limit-record-step.ts';
import { type RecordStore, readRecord, type Versioned, writeRecord } from '../records/records.ts';
import type { Observation } from '../report/observation.ts';

/** What one day of UTC has cost so far. */
interface BudgetRecord {
  readonly v: 1;
  /** Tokens of calls that are over. */
  readonly spent: number;
  /** Tokens reserved for calls under way, and for those whose count was never told, by reservation. */
  readonly open: Readonly<Record<string, number>>;
  readonly nonce: string;
}

type Change = Pick<BudgetRecord, 'spent' | 'open'>;

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

/** Says how many tokens of a reservation were used. What is not said, or cannot be written, stays reserved. */
export type Settle = (usedTokens: number) => void;

/** The bound on the bill: tokens are reserved before they are generated. */
export interface TokenBudget {
  /**
   * Reserves tokens of today's budget.
   *
   * @throws BlogFailure `budget-exhausted`; `budget-contended` after 5 lost races; `store-unavailable`
   */
  reserve(tokens: number): Promise<Settle>;
  /** Ends well where so many tokens are left. @throws BlogFailure as `reserve` does */
  assertLeft(tokens: number): Promise<void>;
  /** Resolves once every settlement is written, or cannot be. */
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

  /**
   * @param change gives what to write, or `undefined` where it is written already: a write whose answer was lost
   * may be sent again after others have written, so each change must know its own trace
   */
  const move = async (
    day: string,
    deadlineAt: number,
    change: (now: Change) => Change | undefined,
  ): Promise<void> => {
    for (let race = 1; race <= maxRaces; race += 1) {
      const found: Versioned<BudgetRecord> | undefined = await read(day, deadlineAt);
      const next = change(found?.value ?? { spent: 0, open: {} });
      if (next === undefined) return;
      const result = await limitRecordStep(clock, deadlineAt, (signal) =>
        writeRecord<BudgetRecord>(records, day, { v: 1, ...next }, found, newNonce(), signal),
      );
      if (result.written !== undefined) {
        onLeft?.(Math.max(0, dailyTokens - total(next)));
        return;
      }
      if (race < maxRaces) await sleep(clock, random() * raceBackoffMs * 2 ** race);
    }
    throw new BlogFailure(
      'budget-contended',
      `the day's budget was changed by others ${maxRaces} times in a row`,
      {
        hint: 'Many requests at once: lower postRate and postBurst, or switch the budget off (dailyTokenBudget).',
      },
    );
  };

  const settle = (day: string, id: string, used: number): Promise<void> =>
    move(day, clock.now() + settleLimitMs, ({ spent, open }) => {
      if (!(id in open)) return undefined;
      const { [id]: reserved = 0, ...others } = open;
      return { spent: spent + Math.min(used, reserved), open: others };
    }).catch(() => {});

  return {
    async reserve(tokens) {
      const day = today();
      const id = newNonce();
      await move(day, options.deadlineAt, (now) => {
        if (id in now.open) return undefined;
        assertFits(total(now), tokens, dailyTokens);
        return { spent: now.spent, open: { ...now.open, [id]: tokens } };
      });
      return (usedTokens) => {
        const settling = settle(day, id, usedTokens).finally(() => pending.delete(settling));
        pending.add(settling);
      };
    },
    async assertLeft(tokens) {
      const found = await read(today(), options.deadlineAt);
      assertFits(found === undefined ? 0 : total(found.value), tokens, dailyTokens);
    },
    async settled() {
      await Promise.all(pending);
    },
  };
}

function total({ spent, open }: Change): number {
  return Object.values(open).reduce((sum, tokens) => sum + tokens, spent);
}

function assertFits(used: number, tokens: number, dailyTokens: number): void {
  if (used + tokens <= dailyTokens) return;
  const message = `${dailyTokens - used} tokens are left of today's ${dailyTokens}; ${tokens} were asked for`;
  throw new BlogFailure('budget-exhausted', message, {
    hint: 'Raise dailyTokenBudget and deploy, or wait for midnight UTC.',
  });
}

/** The budget of one request or run; `undefined` where none is kept. */
export function openBudget(
  dailyTokens: number | 'off',
  given: Omit<TokenBudgetOptions, 'dailyTokens' | 'onLeft'>,
  observation: Observation,
): TokenBudget | undefined {
  if (dailyTokens === 'off') return undefined;
  const onLeft = (tokens: number): void => {
    observation.budgetTokensLeft = tokens;
  };
  return createTokenBudget({ ...given, dailyTokens, onLeft });
}

/** An invocation that is refused where the worker's first call would be. @param tokens of one call */
export function budgetInvoke<Event>(
  invokeWorker: (event: Event, signal: AbortSignal) => Promise<void>,
  budget: TokenBudget | undefined,
  tokens: number,
): (event: Event, signal: AbortSignal) => Promise<void> {
  if (budget === undefined) return invokeWorker;
  return async (event, signal) => {
    await budget.assertLeft(tokens);
    await invokeWorker(event, signal);
  };
}
