import type { Versioned } from '../records/records.ts';
import { type BudgetRecord, countTokens, type Tokens } from './budget-record.ts';

/** A record to be written, and what the block is once it is. */
export interface BlockDraft {
  readonly record: BudgetRecord;
  /** Tokens that the record holds for the environment. */
  readonly held: number;
  /** Tokens that it counts as spent and the record before did not. */
  readonly used: number;
}

/**
 * What an environment may keep between two requests, since it can end at any moment: half of the tokens that it has
 * generated on the day, or a ten-thousandth of the budget where that is more, and at most 1 % of what is left.
 */
const keptOfGenerated = 1 / 2;
const keptOfBudget = 1 / 10_000;
const keptOfLeft = 1 / 100;
/** How many calls' tokens it takes at once, within that 1 %, where others change the record at the same time. */
const callsWhileContended = 4;

/**
 * The tokens of one day that one environment holds. The day's record counts them under one nonce; calls spend them
 * without asking the record again. The block grows with what the environment generates.
 */
export class TokenBlock {
  /** As `budgetDay` names it. */
  readonly day: string;
  /** The record as this environment read or wrote it last. */
  seen: Versioned<BudgetRecord> | undefined;
  /** Others change the record at the same time: it takes more, so that it need not change it again soon. */
  contended = false;
  readonly #dailyTokens: number;
  /** Under which the record holds the tokens; absent where it holds none. */
  #nonce: string | undefined;
  #held = 0;
  /** Of those held: for calls under way, and for calls whose count never came. */
  #reserved = 0;
  /** Of those held: generated, and not counted as spent in the record yet. */
  #used = 0;
  #generated = 0;

  constructor(day: string, dailyTokens: number) {
    this.day = day;
    this.#dailyTokens = dailyTokens;
  }

  /** What is left of the day's budget as far as this environment knows; below 0 where the budget was lowered. */
  get left(): number {
    return this.#dailyTokens - countTokens(this.#others) - this.#reserved - this.#used;
  }

  /** Whether it should give back what is free before it becomes idle. */
  get holdsTooMuch(): boolean {
    return !this.contended && this.#free > this.#mostKept;
  }

  /** Reserves tokens of those held. @returns whether there were enough */
  reserve(tokens: number): boolean {
    if (this.#free < tokens) return false;
    this.#reserved += tokens;
    return true;
  }

  /** A call is over that had `reserved` tokens. */
  settle(reserved: number, usedTokens: number): void {
    const used = Math.min(usedTokens, reserved);
    this.#reserved -= reserved;
    this.#used += used;
    this.#generated += used;
  }

  /**
   * What is to follow the record last seen, so that this environment holds `tokens` free ones, or more where it may
   * keep more. With 0 it gives back all that is free.
   *
   * @returns `undefined` where fewer are left
   */
  draft(tokens: number, nonce: string): BlockDraft | undefined {
    if (tokens > Math.max(0, this.left)) return undefined;
    const held = this.#reserved + (tokens === 0 ? 0 : Math.max(tokens, this.#extent(tokens)));
    const { spent, open } = this.#others;
    const record: BudgetRecord = {
      v: 1,
      spent: spent + this.#used,
      open: held === 0 ? open : { ...open, [nonce]: held },
      nonce,
    };
    return { record, held, used: this.#used };
  }

  /** The draft was written. @param seen the record as it stands now, others' later changes included */
  commit({ record, held, used }: BlockDraft, seen: Versioned<BudgetRecord>): void {
    this.seen = seen;
    this.#nonce = held === 0 ? undefined : record.nonce;
    this.#held = held;
    this.#used -= used;
  }

  /**
   * Whether the record last seen holds the draft, though its write seemed to fail. Others may have written since,
   * but only this environment removes its own nonce.
   */
  holds({ record }: BlockDraft): boolean {
    if (this.seen === undefined) return false;
    const { open } = this.seen.value;
    return this.#nonce === undefined ? record.nonce in open : !(this.#nonce in open);
  }

  get #free(): number {
    return this.#held - this.#reserved - this.#used;
  }

  get #mostKept(): number {
    const most = Math.max(this.#generated * keptOfGenerated, this.#dailyTokens * keptOfBudget);
    return Math.floor(Math.max(0, Math.min(most, this.left * keptOfLeft)));
  }

  /** How many free tokens a block has that is taken for a call of `tokens`, where it may have more than those. */
  #extent(tokens: number): number {
    if (!this.contended) return this.#mostKept;
    return Math.max(
      this.#mostKept,
      Math.floor(Math.min(callsWhileContended * tokens, this.left * keptOfLeft)),
    );
  }

  /** The record last seen, without what it holds for this environment. */
  get #others(): Tokens {
    const { spent, open }: Tokens = this.seen?.value ?? { spent: 0, open: {} };
    if (this.#nonce === undefined) return { spent, open };
    const { [this.#nonce]: own, ...others } = open;
    return { spent, open: others };
  }
}
