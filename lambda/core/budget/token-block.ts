import type { Versioned } from '../records/records.ts';
import { type BudgetRecord, countTokens, type Tokens } from './budget-record.ts';

/** A record to be written, and the block after that. */
export interface BlockDraft {
  readonly record: BudgetRecord;
  /** Tokens that the record holds for the environment. */
  readonly held: number;
  /** Tokens that it newly counts as spent. */
  readonly used: number;
}

/**
 * An environment can end at any moment. Between two requests it may keep half of the tokens that it has generated on
 * the day, or a ten-thousandth of the budget if that is more, and at most 1 % of what is left.
 */
const keptOfGenerated = 1 / 2;
const keptOfBudget = 1 / 10_000;
const keptOfLeft = 1 / 100;
/** If others change the record at the same time, it reserves for so many calls at once, within that 1 %. */
const callsWhileContended = 4;

/**
 * The tokens of one day that one environment holds. The day's record counts them under one nonce, and calls spend them
 * without the record. The block grows with what the environment generates.
 */
export class TokenBlock {
  /** As `budgetDay` names it. */
  readonly day: string;
  /** The record as this environment last read or wrote it. */
  seen: Versioned<BudgetRecord> | undefined;
  /** No other environment wrote between its last two reads: the record last seen may still be current. */
  alone = false;
  /** Others change the record at the same time: it reserves more, so as to change the record less often. */
  contended = false;
  readonly #dailyTokens: number;
  /** The nonce under which the record holds the tokens; absent if it holds none. */
  #nonce: string | undefined;
  #held = 0;
  /** Of those held: for calls in progress, and for calls whose count never came. */
  #reserved = 0;
  /** Of those held: generated, but not yet spent in the record. */
  #used = 0;
  #generated = 0;

  constructor(day: string, dailyTokens: number) {
    this.day = day;
    this.#dailyTokens = dailyTokens;
  }

  /** What this environment knows to be left of the day's budget; below 0 if the budget was lowered. */
  get left(): number {
    return this.#dailyTokens - countTokens(this.#others) - this.#reserved - this.#used;
  }

  /** Whether it should return its free tokens before it becomes idle. */
  get holdsTooMuch(): boolean {
    return !this.contended && this.#free > this.#mostKept;
  }

  /** Notes the record as it was just read. */
  see(record: Versioned<BudgetRecord> | undefined): void {
    this.alone = this.seen === undefined || this.seen.etag === record?.etag;
    this.seen = record;
  }

  /** Reserves some of the tokens held. @returns whether there were enough */
  reserve(tokens: number): boolean {
    if (this.#free < tokens) return false;
    this.#reserved += tokens;
    return true;
  }

  /** Ends a call that had `reserved` tokens. */
  settle(reserved: number, usedTokens: number): void {
    const used = Math.min(usedTokens, reserved);
    this.#reserved -= reserved;
    this.#used += used;
    this.#generated += used;
  }

  /**
   * The next record, in which this environment holds `tokens` free ones, or as many as it may keep. With 0 it returns
   * all free tokens.
   *
   * @returns `undefined` if fewer are left
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

  /** The draft was written. @param seen the record as it is now, perhaps with others' later changes */
  commit({ record, held, used }: BlockDraft, seen: Versioned<BudgetRecord>): void {
    this.seen = seen;
    this.#nonce = held === 0 ? undefined : record.nonce;
    this.#held = held;
    this.#used -= used;
  }

  /**
   * Whether a record holds the draft, although its write seemed to fail. Others may have written since, but only this
   * environment removes its own nonce.
   */
  holds({ record }: BlockDraft, { value: { open } }: Versioned<BudgetRecord>): boolean {
    return this.#nonce === undefined ? record.nonce in open : !(this.#nonce in open);
  }

  get #free(): number {
    return this.#held - this.#reserved - this.#used;
  }

  get #mostKept(): number {
    const most = Math.max(this.#generated * keptOfGenerated, this.#dailyTokens * keptOfBudget);
    return Math.floor(Math.max(0, Math.min(most, this.left * keptOfLeft)));
  }

  /** How many free tokens it reserves with a call of `tokens`, if it may have more than that. */
  #extent(tokens: number): number {
    if (!this.contended) return this.#mostKept;
    return Math.max(
      this.#mostKept,
      Math.floor(Math.min(callsWhileContended * tokens, this.left * keptOfLeft)),
    );
  }

  /** The record last seen, without this environment's tokens. */
  get #others(): Tokens {
    const { spent, open }: Tokens = this.seen?.value ?? { spent: 0, open: {} };
    const own = this.#nonce ?? '';
    const { [own]: _, ...others } = open;
    return { spent, open: others };
  }
}
