import { sleep } from '../clock.ts';
import { BlogFailure } from '../errors.ts';
import type { RecordAccess } from '../records/open-record.ts';
import { limitS3Step, readRecord } from '../records/records.ts';
import type { Observation } from '../report/observation.ts';
import { budgetDay, countTokens, parseBudget } from './budget-record.ts';
import { TokenBlock } from './token-block.ts';

export interface TokenBudgetOptions extends Omit<RecordAccess, 'deadlineAt'> {
  /** Returns a number from 0 to 1, below 1. */
  random: () => number;
}

/** Says how many tokens of a reservation were used. If it is not called, all stay reserved. */
type Settle = (usedTokens: number) => void;

/** The budget for one request or run: tokens are reserved before they are generated. */
export interface TokenBudget {
  /**
   * Reserves tokens of today's budget.
   *
   * @throws BlogFailure `budget-exhausted`; `budget-contended` if others were faster until the deadline;
   * `store-unavailable`
   */
  reserve(tokens: number): Promise<Settle>;
  /** @throws BlogFailure `budget-exhausted` if fewer tokens are left, or `store-unavailable` */
  assertLeft(tokens: number): Promise<void>;
  /** Returns the tokens that an idle environment may not keep. Await it before the answer. It never rejects. */
  close(): Promise<void>;
}

/**
 * Opens the budget for one request or run.
 *
 * @param deadlineAt when it ends, in milliseconds since 1970
 * @param observation gets what is left of the day's budget
 */
export type OpenBudget = (deadlineAt: number, observation: Observation) => TokenBudget;

/** The longest wait after a lost race, in milliseconds. It is random, and doubles with each further race. */
const raceBackoffMs = 50;
const longestBackoffMs = 3_200;
/** Kept free before a deadline, in milliseconds, to see whether the last write failed. */
const lookReserveMs = 500;
/** How long returning tokens may delay an answer, in milliseconds. */
const closeLimitMs = 1_500;

/**
 * The budget of an environment, in one object a day that changes by compare-and-swap. Made once for all requests, so
 * that they share the tokens it holds and the record it last saw.
 *
 * @param dailyTokens the most tokens in a UTC day
 * @returns `undefined` if there is no bound
 */
export function createTokenBudget(
  dailyTokens: number | 'off',
  { records, clock, random, newNonce }: TokenBudgetOptions,
): OpenBudget | undefined {
  if (dailyTokens === 'off') return undefined;
  let block = new TokenBlock('', dailyTokens);
  let turn: Promise<unknown> = Promise.resolve();

  const read = (day: string, deadlineAt: number) =>
    limitS3Step({ clock, deadlineAt }, (signal) => readRecord(records, day, signal, parseBudget));

  /** Changes the record until this environment holds so many free tokens. */
  const hold = async (tokens: number, deadlineAt: number): Promise<void> => {
    const { day } = block;
    let races = 0;
    let isFresh = false;
    const look = async (): Promise<void> => {
      block.see(await read(day, deadlineAt));
      isFresh = true;
    };
    if (!block.alone) await look();
    for (;;) {
      const draft = block.draft(tokens, newNonce());
      if (draft === undefined) {
        if (isFresh) throw exhausted(block.left, tokens, dailyTokens);
        await look();
        continue;
      }
      let isLast: boolean;
      try {
        const etag = await limitS3Step({ clock, deadlineAt }, (signal) =>
          records.write(day, JSON.stringify(draft.record), block.seen?.etag, signal),
        );
        // An old ETag of an earlier request is not a race.
        if (etag === undefined && isFresh) races += 1;
        block.contended = races > 0;
        if (etag !== undefined) return block.commit(draft, { value: draft.record, etag });
        const waitMs = races && random() * Math.min(longestBackoffMs, raceBackoffMs * 2 ** races);
        isLast = clock.now() + waitMs + lookReserveMs >= deadlineAt;
        if (waitMs > 0 && !isLast) await sleep(clock, waitMs);
        await look();
      } catch (error) {
        // It is unknown what the record holds for this block: it stays there, as if the environment had ended.
        block = new TokenBlock(day, dailyTokens);
        throw error;
      }
      // The client may have sent the write twice, because its first answer was lost.
      if (block.seen !== undefined && block.holds(draft, block.seen)) return block.commit(draft, block.seen);
      if (isLast) throw contended(races);
    }
  };

  /** Changes the block one step at a time. */
  const inTurn = <T>(step: () => Promise<T>): Promise<T> => {
    const result = turn.then(step);
    turn = result.catch(() => {});
    return result;
  };

  return (deadlineAt, observation) => {
    let reserves = false;
    return {
      reserve: (tokens) =>
        inTurn(async () => {
          reserves = true;
          const today = budgetDay(clock.now());
          if (block.day !== today) block = new TokenBlock(today, dailyTokens);
          if (!block.reserve(tokens)) {
            await hold(tokens, deadlineAt);
            block.reserve(tokens);
          }
          const reservedOf = block;
          return (usedTokens) => reservedOf.settle(tokens, usedTokens);
        }),
      async assertLeft(tokens) {
        const found = await read(budgetDay(clock.now()), deadlineAt);
        const left = dailyTokens - (found === undefined ? 0 : countTokens(found.value));
        if (tokens > left) throw exhausted(left, tokens, dailyTokens);
      },
      close: () =>
        inTurn(async () => {
          if (!reserves) return;
          if (block.holdsTooMuch) await hold(0, clock.now() + closeLimitMs).catch(() => {});
          if (block.seen !== undefined) observation.budgetTokensLeft = Math.max(0, block.left);
        }),
    };
  };
}

function exhausted(left: number, tokens: number, dailyTokens: number): BlogFailure {
  const message = `${left} tokens are left of today's ${dailyTokens}; ${tokens} were asked for`;
  return new BlogFailure('budget-exhausted', message, {
    hint: 'Raise dailyTokenBudget and deploy, or wait for midnight UTC.',
  });
}

function contended(races: number): BlogFailure {
  const message = `others changed the day's budget ${races} times in a row, until the deadline`;
  return new BlogFailure('budget-contended', message, {
    hint: 'Many requests at once: lower postRate and postBurst, or switch the budget off (dailyTokenBudget).',
  });
}
