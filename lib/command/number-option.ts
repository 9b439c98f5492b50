import { UsageError } from './command-error.ts';

export interface NumberBounds {
  readonly default: number;
  readonly min: number;
  /** @default none */
  readonly max?: number;
  /** Whether fractions are accepted. @default false */
  readonly fractions?: boolean;
}

/**
 * Reads a number from an option or an environment variable.
 *
 * @param name as typed: `--posts`
 * @throws UsageError that names the bounds and what was received
 */
export function readNumberOption(name: string, value: string | undefined, bounds: NumberBounds): number {
  if (value === undefined) return bounds.default;
  const { min, max = Number.POSITIVE_INFINITY, fractions = false } = bounds;
  const number = (fractions ? /^\d{1,9}(?:\.\d{1,9})?$/ : /^\d{1,9}$/).test(value)
    ? Number(value)
    : Number.NaN;
  if (number >= min && number <= max) return number;
  const range = bounds.max === undefined ? `of at least ${min}` : `from ${min} to ${max}`;
  throw new UsageError(
    `${name} takes a ${fractions ? '' : 'whole '}number ${range}; received ${JSON.stringify(value)}`,
  );
}
