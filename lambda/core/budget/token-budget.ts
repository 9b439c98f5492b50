import { type Clock, sleep } from '../clock.ts';
import { BlogFailure } from '../errors.ts';
import { limitS3Step } from '../records/limit-s3-step.ts';
import { type RecordStore, readRecord } from '../records/records.ts';
import type { Observation } from '../report/observation.ts';
import { budgetDay, countTokens, parseBudget } from './budget-record.ts';
import { TokenBlock } from './token-block.ts';

export interface TokenBudgetOptions {
  records: RecordStore;
  clock: Clock;
  /** A number from 0 to 1, below 1. */
  random: () => number;
  /** A text that is different each time. */
  newNonce: () => string;
}

/** Says how many tokens of a reservation were used. What is not said stays reserved. */
export type Settle = (usedTokens: number) => void;

/** The bound on the bill, as one request or run uses it: tokens are reserved before they are generated. */
export interface TokenBudget {
  /**
   * Reserves tokens of today's budget.
   *
   * @throws BlogFailure `budget-exhausted`; `budget-contended` where others were faster until the deadline;
   * `store-unavailable`
   */
  reserve(tokens: number): Promise<Settle>;
  /** Ends well where so many tokens are left. @throws BlogFailure `budget-exhausted` or `store-unavailable` */
  assertLeft(tokens: number): Promise<void>;
  /** To be awaited before the answer leaves: gives back what an idle environment may not keep. Never rejects. */
  close(): Promise<void>;
}

/**
 * Opens the budget for one request or run.
 *
 * @param deadlineAt when it must have answered, in milliseconds since 1970
 * @param observation is given what is left of the day's budget
 */
export type OpenBudget = (deadlineAt: number, observation: Observation) => TokenBudget;

/** The wait after a lost race is random, up to this many milliseconds, doubled with each further race. */
const raceBackoffMs = 50;
const longestBackoffMs = 3_200;
/** Kept free before a deadline, in milliseconds, to see whether the last write was lost at all. */
const lookReserveMs = 500;
/** How long giving back may keep an answer waiting, in milliseconds. */
const closeLimitMs = 1_500;

/**
 * The budget of an environment, kept in one object a day that moves by compare-and-swap. Made once: the tokens it
 * holds and the record it saw last serve the next request too.
 *
 * @param dailyTokens the most tokens in a day of UTC
 * @returns `undefined` where there is no bound
 */
export function createTokenBudget(
  dailyTokens: number | 'off',
  { records, clock, random, newNonce }: TokenBudgetOptions,
): OpenBudget | undefined {
  if (dailyTokens === 'off') return undefined;
  let block = new TokenBlock('', dailyTokens);
  // Whether nobody else wrote between this environment's last two writes, so that the last ETag may still hold.
  let alone = true;
  let turn: Promise<unknown> = Promise.resolve();

  const read = (day: string, deadlineAt: number) =>
    limitS3Step(clock, deadlineAt, (signal) => readRecord(records, day, signal, parseBudget));

  /** Moves the record on until this environment holds so many free tokens. */
  const hold = async (tokens: number, deadlineAt: number): Promise<void> => {
    const { day } = block;
    let inDoubt = false;
    let isFresh = false;
    const look = async (): Promise<void> => {
      const before = block.seen;
      block.seen = await read(day, deadlineAt);
      if (!isFresh) alone = before === undefined || before.etag === block.seen?.etag;
      isFresh = true;
    };
    try {
      if (block.seen === undefined || !alone) await look();
      for (let races = 0; ; ) {
        const draft = block.draft(tokens, newNonce());
        if (draft === undefined) {
          if (isFresh) throw exhausted(block.left, tokens, dailyTokens);
          await look();
          continue;
        }
        inDoubt = true;
        const etag = await limitS3Step(clock, deadlineAt, (signal) =>
          records.write(day, JSON.stringify(draft.record), block.seen?.etag, signal),
        );
        if (etag !== undefined) {
          block.contended = races > 0;
          return block.commit(draft, { value: draft.record, etag });
        }
        // An ETag of an earlier request was old: no race yet. Those who lost one must not come back together.
        if (isFresh) races += 1;
        block.contended = races > 0;
        const waitMs = races && random() * Math.min(longestBackoffMs, raceBackoffMs * 2 ** races);
        const isLast = clock.now() + waitMs + lookReserveMs >= deadlineAt;
        if (waitMs > 0 && !isLast) await sleep(clock, waitMs);
        await look();
        // A write whose answer was lost, and that was sent again, meets itself.
        if (block.seen !== undefined && block.holds(draft)) return block.commit(draft, block.seen);
        inDoubt = false;
        alone = false;
        if (isLast) throw contended(races);
      }
    } catch (error) {
      // Nobody knows what the record holds for this block: it is left there, as if the environment had ended.
      if (inDoubt) block = new TokenBlock(day, dailyTokens);
      throw error;
    }
  };

  /** One change of the block at a time. */
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
