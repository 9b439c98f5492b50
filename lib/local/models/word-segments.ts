const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/**
 * The beginning of a text, cut between words, with `…` where something was left out.
 *
 * @param limits.maxWords words as `countWords` counts them
 * @param limits.maxCharacters code points, so that a text without words is cut as well
 */
export function abridge(text: string, limits: { maxWords: number; maxCharacters: number }): string {
  let words = 0;
  let characters = 0;
  for (const { segment, index, isWordLike } of segmenter.segment(text)) {
    words += isWordLike ? 1 : 0;
    characters += [...segment].length;
    if (words > limits.maxWords || characters > limits.maxCharacters)
      return `${text.slice(0, index).trimEnd()}…`;
  }
  return text;
}
