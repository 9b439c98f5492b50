import { isAbbreviated } from './abbreviations.ts';
import { endOfMatch } from './end-of-match.ts';

const fence = / {0,3}(?:```|~~~)/y;
// Any quotation mark can close: „Ja.“ and »Ja.« In French, a space precedes it: « Oui. »
const sentenceMark = /[\p{Sentence_Terminal}…](?:["'“”‘’«»)\]」』）】》*_`~]|[ \u00a0\u202f]»(?!\S))*$/u;
const closingMarks = /(?:["'“”‘’«»)\]」』）】》*_`~]|[ \u00a0\u202f]»(?!\S))*/uy;
// Scripts without spaces between sentences.
const unspacedMark = /[。！？．｡]["'“”‘’«»)\]」』）】》*_`~]*$/u;
// The marks that open the next sentence: `Intl` counts them to the one before.
const openingMarks = /(?<=[。！？．｡]["'”’»)\]」』）】》*_`~]*)[“‘「『（【《]+$/u;
// The number of an item, step or heading, at the start of its line or alone between two sentences.
const numberAlone = /^[\s>#*_+\-|]*(?:[^\s.]{1,12} )?(?:\p{N}{1,3}|[ivxIVX]{1,4})[.)][*_]{0,3}$/u;
// A heading, a line in bold that serves as one, or a row of a table.
const lineWithoutSentences = / {0,3}(?:#{1,6}\s|\||(\*\*|__)(?:(?!\1).)+\1[ \r]*\n)/y;

/**
 * Shortens a text that was cut off to the end of its last whole sentence. Headings, rows of tables and sentences in code
 * blocks do not count. A text without a whole sentence, as in scripts that do not mark the end of one, is unchanged.
 */
export function endAtWholeSentence(text: string): string {
  // Created only here, because few posts are cut off and the first use of `Intl` takes about 8 ms of a cold start.
  const sentences = new Intl.Segmenter('und', { granularity: 'sentence' });
  let end = 0;
  let inCode = false;
  let lineHasSentences = true;
  let isNewLine = true;
  for (const { segment, index } of sentences.segment(text)) {
    if (isNewLine) {
      if (endOfMatch(fence, text, index) !== undefined) inCode = !inCode;
      lineHasSentences = !inCode && endOfMatch(lineWithoutSentences, text, index) === undefined;
    }
    isNewLine = /[\n\r\u2028\u2029]$/.test(segment);
    const sentence = segment.trimEnd();
    const opened = sentence.search(openingMarks);
    const marked = index + sentence.length;
    const closed = opened >= 0 ? index + opened : (endOfMatch(closingMarks, text, marked) ?? marked);
    if (lineHasSentences && endsSentence(text, index, closed)) end = closed;
  }
  return end === 0 ? text : text.slice(0, end);
}

function endsSentence(text: string, start: number, end: number): boolean {
  const sentence = text.slice(start, end);
  if (!sentenceMark.test(sentence) || numberAlone.test(sentence)) return false;
  if (unspacedMark.test(sentence)) return true;
  if (/\S/.test(text.slice(end, end + 1))) return false;
  const [, space = '', next = ''] = /^(\s*)(\S?)/u.exec(text.slice(end, end + 200)) ?? [];
  if (/\p{Ll}/u.test(next) && !space.includes('\n')) return false;
  const [, word, digit] =
    /((?:[^\s.]|\.(?=\S))*?(\p{N})?)\.["'“”‘’«»)\]*_`~]*$/u.exec(text.slice(Math.max(0, end - 80), end)) ??
    [];
  if (word === undefined) return true;
  if (word.includes('://')) return false;
  // A number may go on (`3.5`) or be an ordinal (`3. Mai`); a year is complete.
  if (digit !== undefined) return /(?:^|\D)(?:1\d|20)\d\d$/.test(word);
  return !isAbbreviated(word, next);
}
