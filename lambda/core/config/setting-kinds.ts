/** How a supplied value is read. */
export interface Reader<T> {
  /** What is accepted, in words: the end of "supply …". */
  readonly accepts: string;
  /** The value; undefined if it is not what `accepts` says. */
  readonly read: (value: unknown) => T | undefined;
}

/** What docs/settings.md shows of a setting, beside what it accepts. */
export interface Described<T> {
  readonly description: string;
  readonly default: T;
}

export interface Setting<T> extends Reader<T>, Described<T> {}

/** A text that matches a pattern. */
export function text<T extends string | undefined>(
  setting: Described<T> & { readonly accepts: string; readonly pattern: RegExp },
): Setting<T | string> {
  return { ...setting, ...matching(setting.pattern, setting.accepts) };
}

/** Reads a text that matches the pattern. */
export function matching(pattern: RegExp, accepts: string): Reader<string> {
  return { accepts, read: (value) => (isText(value) && pattern.test(value) ? value : undefined) };
}

/** One of a few texts. */
export function choice<const T extends string, const D extends T | undefined>(
  setting: Described<D> & { readonly of: readonly T[] },
): Setting<T | D> {
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
