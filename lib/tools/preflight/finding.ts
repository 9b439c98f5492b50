import { printableLine } from '../../command/printable.ts';

/** `pass`: as it should be. `fail`: a deployed service would not work. `warn`: to be known, or not looked at. */
export type Mark = 'pass' | 'warn' | 'fail';

/** What a check came to. */
export interface Finding {
  readonly mark: Mark;
  /** What was found, in one line. */
  readonly text: string;
  /** What to do about it, in one line. */
  readonly next?: string;
}

/** A finding of one check, by the check's name. */
export interface NamedFinding extends Finding {
  readonly name: string;
}

export const pass = (text: string): Finding => ({ mark: 'pass', text });
export const warn = (text: string, next: string): Finding => ({ mark: 'warn', text, next });
export const fail = (text: string, next: string): Finding => ({ mark: 'fail', text, next });

const signs: Readonly<Record<Mark, string>> = { pass: '✓', warn: '⚠', fail: '✗' };
const nameWidth = 15;

/** A finding as the terminal shows it: a sign and a line, and the next step under it. */
export function formatFinding(
  { name, mark, text, next }: NamedFinding,
  paint: (mark: Mark, text: string) => string,
): string {
  const line = `${paint(mark, signs[mark])} ${name.padEnd(nameWidth)} ${printableLine(text)}`;
  return next === undefined ? line : `${line}\n  ${' '.repeat(nameWidth)} → ${printableLine(next)}`;
}
