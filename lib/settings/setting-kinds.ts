import { type Described, isText, type Setting, toNumber } from '../../lambda/core/config/setting-kinds.ts';

/** One number of a list. @param unit in the plural */
export function numberOf(
  setting: Described<number> & { readonly of: readonly number[]; readonly unit: string },
): Setting<number> {
  return {
    ...setting,
    accepts: `a number of ${setting.unit} out of ${setting.of.join(', ')}`,
    read: (value) => setting.of.find((option) => option === toNumber(value)),
  };
}

/** A list of strings that match a pattern: an array in `cdk.json`, or separated by commas. */
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
