/**
 * What steers a terminal or hides from its reader: controls but newline and tab (ESC, BEL, C1), bidirectional controls,
 * tag characters, and halves of a surrogate pair. A carriage return is harmless before a newline only.
 *
 * Unicode Technical Report 36 and 39; for bidirectional text https://trojansource.codes.
 */
const steering = /(?!\r\n)[\p{Cc}\p{Bidi_Control}\p{Cs}\u2028\u2029\ufeff\u{e0000}-\u{e007f}]/gu;

/**
 * A text from elsewhere (a model, a server, a message) as it may go to a terminal: what would steer it is written as
 * `\u001b`. In JSON this is the same text, for there such a character stands within a string.
 */
export function printable(text: string): string {
  return text.replace(steering, (found) => (found === '\n' || found === '\t' ? found : escaped(found)));
}

/**
 * A text from elsewhere as one line of a terminal.
 *
 * @param maxLength where it is cut, in UTF-16 units. @default never
 */
export function printableLine(text: string, maxLength = Number.POSITIVE_INFINITY): string {
  const line = printable(text.replace(/\s+/gu, ' ').trim());
  return line.length > maxLength ? `${line.slice(0, maxLength).toWellFormed()}…` : line;
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
}
