import { isFields, isNumber, isText, readField } from '../records/record-fields.ts';
import type { RecordFields } from '../records/records.ts';

/** The tokens of one UTC day: the object `blog_budget/<YYYYMMDD>.json`. */
export interface BudgetRecord {
  readonly v: 1;
  /** Tokens of finished calls. */
  readonly spent: number;
  /** Tokens that are reserved and not known to be spent, by the nonce of the write that reserved them. */
  readonly open: Readonly<Record<string, number>>;
  readonly nonce: string;
}

/** @throws RecordShapeError */
export function parseBudget(fields: RecordFields): BudgetRecord {
  const open = readField(fields, 'open', isFields);
  return {
    v: 1,
    spent: readField(fields, 'spent', isNumber),
    open: Object.fromEntries(Object.keys(open).map((id) => [id, readField(open, id, isNumber)])),
    nonce: readField(fields, 'nonce', isText),
  };
}

/** The name of the record of a UTC day: `YYYYMMDD`. @param now in milliseconds since 1970 */
export function budgetDay(now: number): string {
  return new Date(now).toISOString().slice(0, 10).replaceAll('-', '');
}

/** What a record counts. */
export type Tokens = Pick<BudgetRecord, 'spent' | 'open'>;

/** All tokens that are spent or reserved. */
export function countTokens({ spent, open }: Tokens): number {
  return Object.values(open).reduce((sum, tokens) => sum + tokens, spent);
}
