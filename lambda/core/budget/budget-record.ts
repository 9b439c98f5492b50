/** What one day of UTC has cost so far: the object `blog_budget/<YYYYMMDD>.json`. */
export interface BudgetRecord {
  readonly v: 1;
  /** Tokens of calls that are over. */
  readonly spent: number;
  /** Tokens that are reserved and not known to be spent, by the nonce of the write that reserved them. */
  readonly open: Readonly<Record<string, number>>;
  readonly nonce: string;
}

/** The day of UTC that a record counts, as its name: `YYYYMMDD`. @param now in milliseconds since 1970 */
export function budgetDay(now: number): string {
  return new Date(now).toISOString().slice(0, 10).replaceAll('-', '');
}

/** What a record counts. */
export type Tokens = Pick<BudgetRecord, 'spent' | 'open'>;

/** Everything that is spent or reserved. */
export function countTokens({ spent, open }: Tokens): number {
  return Object.values(open).reduce((sum, tokens) => sum + tokens, spent);
}
