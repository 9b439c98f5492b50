/**
 * Characters that control a terminal or that a reader cannot see: controls except newline and tab (ESC, BEL, C1),
 * bidirectional controls, tag characters, and lone surrogates. A carriage return is harmless before a newline only.
 *
 * Unicode Technical Report 36 and 39; for bidirectional text https://trojansource.codes.
 */
const unsafe = /(?!\r\n)[\p{Cc}\p{Bidi_Control}\p{Cs}\u2028\u2029\ufeff\u{e0000}-\u{e007f}]/gu;

/**
 * Text from outside (a model, a server, a message), safe for a terminal: control characters are written as `\u001b`.
 * JSON keeps its meaning, because there such characters occur only in strings.
 */
export function printable(text: string): string {
  return text.replace(unsafe, (found) => (found === '\n' || found === '\t' ? found : escaped(found)));
}

/**
 * Text from outside as one line, safe for a terminal.
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
