import { findControlToken } from '../post/control-tokens.ts';
import { type AllowedLabels, findRoleLabel } from '../post/role-label.ts';

// Controls and line separators; characters that reverse the order of others (U+202A to U+202E, U+2066 to U+2069:
// Unicode, UAX #9, "explicit directional formatting characters"), so that a text looks like another; and tag characters
// (U+E0000 to U+E007F), which only models see. One line of Arabic or Hebrew needs none of them. The flags of England,
// Scotland and Wales consist of tags and are refused.
const controlCharacter = /[\0-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/u;
const nothingVisible = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}]*$/u;

/** The form in which a caller's text is counted, stored and sent to the model: NFC, trimmed. */
export function normalizeText(text: string): string {
  return text.normalize('NFC').trim();
}

/**
 * What is wrong with a normalized text for the prompt, as the end of the sentence "<field> …"; `undefined` if nothing.
 *
 * @param maxLength in code points
 * @param labels the role labels it may contain
 */
export function findTextFault(text: string, maxLength: number, labels: AllowedLabels): string | undefined {
  const { length } = [...text];
  if (length < 1 || length > maxLength) {
    return `must be 1 to ${maxLength} characters long after trimming; received ${length}`;
  }
  if (!text.isWellFormed()) {
    return 'must be well-formed Unicode; received a lone surrogate (half of a character)';
  }
  const replacement = text.indexOf('\uFFFD');
  if (replacement >= 0) {
    return `must be sent as UTF-8; received U+FFFD at offset ${replacement}, which stands for bytes that are not`;
  }
  const control = controlCharacter.exec(text);
  if (control !== null) {
    const code = (control[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return `must be one line without control characters; received U+${code} at offset ${control.index}`;
  }
  const token = findControlToken(text);
  if (token !== undefined) {
    return `must not contain model control tokens; received ${JSON.stringify(token.slice(0, 40))}`;
  }
  const label = findRoleLabel(text, labels);
  if (label !== undefined) {
    return `must not contain role labels, which begin another speaker's turn; received ${JSON.stringify(label)}: leave out its colon`;
  }
  return isVisible(text) ? undefined : 'must contain at least one visible character; received none';
}

/** Whether a text has a visible character. */
export function isVisible(text: string): boolean {
  // Most texts have one of ASCII: Unicode's classes are compiled only for the others.
  return /[!-~]/.test(text) || !nothingVisible.test(text);
}
