/** A table in Markdown. @param numbers how many columns after the first are numbers. Default: all */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numbers = head.length - 1,
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, at) => (at > 0 && at <= numbers ? '---:|' : '---|')).join('');
  return [line(head), `|${rule}`, ...rows.map(line)].join('\n');
}

/** A small amount in US dollars. */
export const dollars = (amount: number): string => amount.toFixed(4);

/** An amount of a month, to the cent. */
export const cents = (amount: number): string => amount.toFixed(2);

/** A whole number with its thousands apart. */
export const whole = (number: number): string => Math.round(number).toLocaleString('en-US');

/** A number of any size with about three digits that count. */
export function short(number: number): string {
  if (number >= 100) return whole(number);
  return String(Number(number.toPrecision(number >= 10 ? 3 : 2)));
}

/** Seconds, or milliseconds where they are few. */
export const duration = (seconds: number): string =>
  seconds < 1 ? `${Math.round(seconds * 1_000)} ms` : `${seconds.toFixed(1)} s`;
