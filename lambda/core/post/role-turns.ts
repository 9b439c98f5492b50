import type { Leak } from './control-tokens.ts';
import { restatesInstruction } from './prompt.ts';
import { headerRoles, type RoleLabel, readRoleLabel } from './role-label.ts';

interface Line {
  readonly text: string;
  /** Offset of the line in the text. */
  readonly start: number;
  readonly label: RoleLabel | undefined;
  /** The text after the label, trimmed. */
  readonly rest: string;
  /** The role word that remains of a header without its tokens, alone in the line or at its end: `…honey.assistant`. */
  readonly bareRole: string | undefined;
}

const sentenceEnd = String.raw`[.!?…。！？]["'”’»)\]*_]{0,4}`;
const bareRoleAtEnd = new RegExp(`(?:^|${sentenceEnd})(${headerRoles})[ \\t\\r]*$`);
const afterSentence = new RegExp(`${sentenceEnd}\\s*`, 'g');
// A list, whose number may look like the end of a sentence, a quotation or a table.
const marked = /^\s*(?:[-*+•]\s|\w{1,3}[.)]\s|[>|])/;
const fence = /^ {0,3}(?:```|~~~)/;
// A line in a list of terms: up to three words and a colon.
const term = /^[-*• ]{0,4}[*_]{0,3}[^\s:：*_]{1,30}(?: [^\s:：*_]{1,30}){0,2}[*_]{0,3}[:：]/;
// A line that ends with a colon, or a heading.
const introduction = /[:：][*_]{0,3}\s*$|^ {0,3}#{1,6}\s/;

/**
 * Finds the first turn that the model made up after the post: a line after the first that begins with a role label, such
 * as `Human: Write …`, or the bare role word of a header.
 *
 * A post may contain labels of its own. In a code block everything is text, and in a list, a quotation or a table, whose
 * marker precedes the label. Inside a line, a label is a turn only right after a sentence and before the prompt's
 * instruction.
 */
export function findMadeUpTurn(text: string): Leak | undefined {
  const lines = readLines(text);
  const lastSpeaker = lines.findLastIndex(({ label, bareRole }) => (label ?? bareRole) !== undefined);
  const lastAssistant = lines.findLastIndex(isAssistant);
  const lastAnswer = lines.findLastIndex(
    (line) => isAssistant(line) && (line.bareRole === 'assistant' || !startsSmall(line.rest)),
  );
  let inCode = false;
  let inConversation = false;
  let kept: Line | undefined;
  for (const [number, line] of lines.entries()) {
    const { start, label, rest, bareRole } = line;
    const before = lines[number - 1];
    if (fence.test(line.text)) inCode = !inCode;
    if (inCode) continue;
    if (label !== undefined && before !== undefined) {
      const isOfPrompt = label.role === 'human' || label.role === 'assistant';
      const isAnswered = (label.role === 'human' ? lastAssistant : lastAnswer) > number;
      const isFollowed = lastSpeaker > number || bareRole !== undefined || line === lines.at(-1);
      inConversation ||= before.label === undefined && introduction.test(before.text);
      const isText =
        // An example, which the post introduces: then the whole conversation is text.
        inConversation ||
        // A term in a list, next to another.
        isTerm(before) ||
        before === kept ||
        isTerm(lines[number + 1]) ||
        // A definition.
        (startsSmall(rest) && !isAnswered) ||
        // A label that the prompt does not use, unless another speaker or nothing follows.
        (!isOfPrompt && !isFollowed);
      // The prompt again is a turn in any case.
      if (!isText || restatesInstruction(rest))
        return { index: start + label.end - label.written.length, token: label.written };
      kept = line;
    }
    if (bareRole !== undefined) {
      const at = line.text.lastIndexOf(bareRole);
      // Alone in its line, the word may be an entry of a list.
      const isTurn = at > 0 || (bareRole === 'assistant' ? number > 0 : lastAnswer > number);
      if (isTurn) return { index: start + at, token: bareRole };
    }
  }
  return undefined;
}

function isAssistant({ label, bareRole }: Line): boolean {
  return label?.role === 'assistant' || bareRole === 'assistant';
}

function isTerm(line: Line | undefined): boolean {
  return line !== undefined && line.label === undefined && term.test(line.text);
}

/** The lines that are not blank. */
function readLines(text: string): Line[] {
  let start = 0;
  return text
    .split(/(\n)/)
    .flatMap(splitAtPrompt)
    .map((line) => {
      const label = readRoleLabel(line, 0);
      const rest = label === undefined ? '' : line.slice(label.end).trim();
      start += line.length;
      return { text: line, start: start - line.length, label, rest, bareRole: bareRoleAtEnd.exec(line)?.[1] };
    })
    .filter((line) => line.text.trim() !== '');
}

/** The line in two where a sentence ends and the prompt is repeated with its label. */
function splitAtPrompt(line: string): string[] {
  // Without a colon there is no label: most lines end here.
  if (marked.test(line) || !/[:：]/.test(line)) return [line];
  for (const { 0: end, index } of line.matchAll(afterSentence)) {
    const at = index + end.length;
    const label = readRoleLabel(line, at);
    if (label !== undefined && restatesInstruction(line.slice(label.end).trimStart()))
      return [line.slice(0, at), line.slice(at)];
  }
  return [line];
}

function startsSmall(text: string): boolean {
  const first = text.replace(/^[*_"'“‘«([]{1,4}/, '').slice(0, 1);
  return first !== first.toUpperCase();
}
