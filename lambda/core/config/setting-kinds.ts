/** How a value is read that someone supplied. */
export interface Reader<T> {
  /** What is accepted, in words: the end of "supply …". */
  readonly accepts: string;
  /** The value, or undefined where it is not what `accepts` says. */
  readonly read: (value: unknown) => T | undefined;
}

/** One setting: what docs/settings.md shows of it and what reading it needs. */
export interface Setting<T> extends Reader<T> {
  readonly description: string;
  readonly default: T;
}

/** What each kind of setting needs beside its own bounds. */
export interface Described<T> {
  readonly description: string;
  readonly default: T;
}

/** A text of a given form. */
export function text<T extends string | undefined>(
  setting: Described<T> & { readonly accepts: string; readonly pattern: RegExp },
): Setting<T | string> {
  return { ...setting, ...matching(setting.pattern, setting.accepts) };
}

/** Reads a text that matches the pattern. */
export function matching(pattern: RegExp, accepts: string): Reader<string> {
  return { accepts, read: (value) => (isText(value) && pattern.test(value) ? value : undefined) };
}

/** One of a few texts; unset where it has no default. */
export function choice<const T extends string, const D extends T | undefined>(setting: {
  readonly description: string;
  readonly default: D;
  readonly of: readonly T[];
}): Setting<T | D> {
  return {
    ...setting,
    accepts: setting.of.join(' or '),
    read: (value) => setting.of.find((option) => option === value),
  };
}

/** A number within bounds, whole unless `fractions` allows others. @param unit in the plural */
export function number<T extends number | undefined>(
  setting: Described<T> & {
    readonly min: number;
    readonly max: number;
    readonly unit: string;
    readonly fractions?: boolean;
  },
): Setting<T | number> & { readonly max: number } {
  const { min, max, unit, fractions = false } = setting;
  return {
    ...setting,
    accepts: `a ${fractions ? '' : 'whole '}number of ${unit} from ${min} to ${max}`,
    read: (value) => {
      const parsed = toNumber(value);
      const fits = parsed >= min && parsed <= max && (fractions || Number.isInteger(parsed));
      return fits ? parsed : undefined;
    },
  };
}

/** A setting that may also be switched off with `off`. */
export function orOff<T>(setting: Setting<T>): Setting<T | 'off'> {
  return {
    ...setting,
    accepts: `${setting.accepts}, or off`,
    read: (value) => (value === 'off' ? 'off' : setting.read(value)),
  };
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** A number, or a text that is one in decimal digits; NaN otherwise. */
export function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  return isText(value) && /^-?\d{1,9}(?:\.\d{1,9})?$/.test(value) ? Number(value) : Number.NaN;
}
