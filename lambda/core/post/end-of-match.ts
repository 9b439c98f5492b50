/** The end of the match of a sticky pattern at an offset; `undefined` if it does not match there. */
export function endOfMatch(pattern: RegExp, text: string, offset: number): number | undefined {
  pattern.lastIndex = offset;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
