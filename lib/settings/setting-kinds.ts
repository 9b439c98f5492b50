/** One setting: what the README's table shows of it and what reading it needs. */
export interface Setting<T> {
  readonly description: string;
  /** What is accepted, in words: the end of "supply …". */
  readonly accepts: string;
  readonly default: T;
  /** The value, or undefined where it is not what `accepts` says. `-c name=value` always gives a string. */
  readonly read: (value: unknown) => T | undefined;
}

interface Described<T> {
  readonly description: string;
  readonly default: T;
}

/** A text of a given form. */
export function text<T extends string | undefined>(
  setting: Described<T> & { readonly accepts: string; readonly pattern: RegExp },
): Setting<T | string> {
  return { ...setting, read: (value) => (isText(value) && setting.pattern.test(value) ? value : undefined) };
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
): Setting<T | number> {
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

/** One of a few numbers. @param unit in the plural */
export function numberOf(
  setting: Described<number> & { readonly of: readonly number[]; readonly unit: string },
): Setting<number> {
  return {
    ...setting,
    accepts: `a number of ${setting.unit} out of ${setting.of.join(', ')}`,
    read: (value) => setting.of.find((option) => option === toNumber(value)),
  };
}

/** A list of texts of a given form: an array in `cdk.json`, or separated by commas. */
export function list(
  setting: Described<readonly string[] | undefined> & { readonly accepts: string; readonly pattern: RegExp },
): Setting<readonly string[] | undefined> {
  return {
    ...setting,
    read: (value) => {
      const items = isText(value) ? value.split(',').map((item) => item.trim()) : value;
      if (!Array.isArray(items) || items.length === 0) return undefined;
      return items.every((item) => isText(item) && setting.pattern.test(item))
        ? [...new Set(items)]
        : undefined;
    },
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  return isText(value) && /^-?\d{1,9}(?:\.\d{1,9})?$/.test(value) ? Number(value) : Number.NaN;
}
