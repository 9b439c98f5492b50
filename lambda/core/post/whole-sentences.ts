/**
 * The end of a sentence, with what closes a quotation or an emphasis after it. A full stop counts only before white
 * space and something other than a small letter, so that "3.5" and "e.g. this" do not; the marks of Chinese and
 * Japanese need nothing after them.
 */
const sentenceEnd = /[.!?…।॥؟۔։]["'”’»)\]*_]*(?=\s+\P{Ll}|\s*$)|[。！？]["'”’»）」』*_]*/gu;

/**
 * A text that was cut off, up to the end of its last whole sentence. A text without one, as in scripts that do not
 * mark where a sentence ends, is left as it is.
 */
export function endAtWholeSentence(text: string): string {
  const last = [...text.matchAll(sentenceEnd)].at(-1);
  return last === undefined ? text : text.slice(0, last.index + last[0].length);
}
