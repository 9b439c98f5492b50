import { isAbbreviated } from './abbreviations.ts';

const fence = /^ {0,3}(?:```|~~~)/gm;
const sentenceMark = /[\p{Sentence_Terminal}…]["'”’»)\]」』）*_`~]*$/u;
const closingMarks = /["'”’»)\]」』）*_`~]*/uy;
// Scripts that put no space between sentences.
const unspacedMark = /[。！？．｡]["'”’»)\]」』）*_`~]*$/u;
// The number of an item or of a heading, the first thing on its line or all there is between two sentences.
const numberAlone = /^[\s>#*_+\-|]*(?:\p{N}{1,3}|[ivxIVX]{1,4})[.)][*_]{0,3}$/u;

/**
 * A text that was cut off, up to the end of its last whole sentence. A heading is no sentence, and one in a code block
 * that was not closed does not count. A text without a whole sentence, as in scripts that do not mark where one ends,
 * is left as it is.
 */
export function endAtWholeSentence(text: string): string {
  // Made here, where few posts come to: the first use of `Intl` costs a cold start about 8 ms.
  const sentences = new Intl.Segmenter('und', { granularity: 'sentence' });
  let end = 0;
  let lineStart = 0;
  for (const { segment, index } of sentences.segment(text.slice(0, openFence(text)))) {
    const marked = index + segment.trimEnd().length;
    closingMarks.lastIndex = marked;
    closingMarks.test(text);
    const closed = Math.max(marked, closingMarks.lastIndex);
    if (endsSentence(text, index, closed) && !isHeading(text, lineStart)) end = closed;
    if (segment.endsWith('\n')) lineStart = index + segment.length;
  }
  return end === 0 ? text : text.slice(0, end);
}

/** Where a code block begins that is not closed; the end of the text where there is none. */
function openFence(text: string): number {
  const fences = [...text.matchAll(fence)];
  return fences.length % 2 === 0 ? text.length : (fences.at(-1)?.index ?? text.length);
}

function endsSentence(text: string, start: number, end: number): boolean {
  const sentence = text.slice(start, end);
  if (!sentenceMark.test(sentence) || numberAlone.test(sentence)) return false;
  if (unspacedMark.test(sentence)) return true;
  if (/\S/.test(text.slice(end, end + 1))) return false;
  const [, space = '', next = ''] = /^(\s*)(\S?)/u.exec(text.slice(end, end + 200)) ?? [];
  if (/\p{Ll}/u.test(next) && !space.includes('\n')) return false;
  const [, word, digit] =
    /((?:[^\s.]|\.(?=\S))*?(\p{N})?)\.["'”’»)\]*_`~]*$/u.exec(text.slice(Math.max(0, end - 80), end)) ?? [];
  if (word === undefined) return true;
  // At the end of the text `3.` may be half of `3.5`; a year is whole.
  if (next === '' && digit !== undefined) return /(?:^|\D)(?:1[5-9]|20)\d\d$/.test(word);
  return !isAbbreviated(word, next);
}

function isHeading(text: string, lineStart: number): boolean {
  return /^ {0,3}#{1,6}\s/.test(text.slice(lineStart, lineStart + 10));
}
