import { type RecordFields, RecordShapeError } from './records.ts';

/** What the value of a field must be. */
export type Check<T = unknown> = (value: unknown) => value is T;

/** Any text, the empty one too. */
export const isText: Check<string> = (value) => typeof value === 'string';
/** Counts and times. */
export const isNumber: Check<number> = (value): value is number => Number.isFinite(value);
/** An object. */
export const isFields: Check<RecordFields> = (value): value is RecordFields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** The same, or nothing. */
export const orAbsent =
  <T>(check: Check<T>): Check<T | undefined> =>
  (value): value is T | undefined =>
    value === undefined || check(value);

/** A field that must be what `check` says. @throws RecordShapeError */
export function readField<T>(fields: RecordFields, name: string, check: Check<T>): T {
  const value = fields[name];
  if (check(value)) return value;
  throw new RecordShapeError(`has no valid ${name}`);
}
