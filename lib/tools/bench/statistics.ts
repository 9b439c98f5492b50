/** Quartiles of a sample; the median is the second. */
export interface Quartiles {
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
}

/** The quartiles of a sample, interpolated between its values. @throws RangeError for an empty sample */
export function quartiles(values: readonly number[]): Quartiles {
  const sorted = values.toSorted((a, b) => a - b);
  return { q1: quantile(sorted, 0.25), median: quantile(sorted, 0.5), q3: quantile(sorted, 0.75) };
}

/** @throws RangeError for an empty sample */
export const median = (values: readonly number[]): number => quartiles(values).median;

/**
 * The ratios of two candidates, round by round: if the machine is slow for a while, it slows both of a pair.
 *
 * @throws RangeError if the two were not measured equally often
 */
export function pairedRatios(values: readonly number[], base: readonly number[]): number[] {
  if (values.length !== base.length) throw new RangeError('Each round measures each candidate once');
  return values.map((value, round) => value / (base[round] ?? Number.NaN));
}

/** The items in random order. */
export function shuffle<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

function quantile(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) throw new RangeError('A sample without values has no quartiles');
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}
