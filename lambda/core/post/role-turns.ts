import { restatesInstruction } from './prompt.ts';
import { readRoleLabel } from './role-label.ts';

/** The start of a turn that the model made up. */
export interface MadeUpTurn {
  /** Offset of the label in the text. */
  index: number;
  /** The label as written, such as `Human:`. */
  label: string;
}

interface Line {
  readonly text: string;
  /** Offset of the line in the text. */
  readonly start: number;
  readonly role?: string;
  readonly label: string;
  /** The text after the label. */
  readonly rest: string;
  /** The role word that remains of a header without its tokens: `…honey.assistant`. */
  readonly bareRole?: string;
}

const bareAlone = /^(assistant|user|system|model)[ \t\r]*$/;
const sentenceEnd = String.raw`[.!?…。！？]["'”’»)\]*_]{0,4}`;
const bareAfterSentence = new RegExp(`${sentenceEnd}(assistant|user|system|model)[ \\t\\r]*$`);
const afterSentence = new RegExp(`${sentenceEnd}\\s*`, 'g');
// A list, whose number may look like the end of a sentence, a quotation or a table.
const marked = /^\s*(?:[-*+•]\s|\w{1,3}[.)]\s|[>|])/;
const fence = /^ {0,3}(?:```|~~~)/;
// A line in a list of terms: up to three words and a colon.
const term = /^[-*• ]{0,4}[*_]{0,3}[^\s:：*_]{1,30}(?: [^\s:：*_]{1,30}){0,2}[*_]{0,3}[:：]/;
// A line that ends with a colon, or a heading.
const introduction = /[:：][*_]{0,3}\s*$|^ {0,3}#{1,6}\s/;

/**
 * Finds the first turn that the model made up after the post: a line that begins with a role label, such as
 * `Human: Write …`, or the bare role word of a header.
 *
 * A post may contain labels of its own. Such a line is text
 * - in a code block, and in a list or a quotation, whose marker precedes the label,
 * - after a heading or a line that ends with a colon, which introduces an example; then the whole conversation is text,
 * - next to a term in a list (`Robot: …`), and before a lowercase letter, as in a definition, unless it is answered,
 * - with `User:`, `System:`, `AI:` or `Bot:`, unless another speaker or nothing follows.
 * A line that repeats the prompt's instruction is a turn everywhere except in a code block. Inside a line, a label is
 * a turn only right after a sentence and before that instruction, and not in a list, a quotation or a table either.
 */
export function findMadeUpTurn(text: string): MadeUpTurn | undefined {
  const lines = readLines(text);
  const lastAnswer = lines.findLastIndex(
    ({ role, rest, bareRole }) => (role === 'assistant' && !startsSmall(rest)) || bareRole === 'assistant',
  );
  const lastAssistant = lines.findLastIndex(({ role }) => role === 'assistant');
  const lastSpeaker = lines.findLastIndex(({ role, bareRole }) => (role ?? bareRole) !== undefined);
  const isTerm = (line: Line | undefined) =>
    line !== undefined && line.role === undefined && term.test(line.text);
  let inCode = false;
  let inConversation = false;
  let keptNumber = -1;
  for (const [number, line] of lines.entries()) {
    const { role, label, rest, bareRole } = line;
    const before = lines[number - 1];
    if (fence.test(line.text)) inCode = !inCode;
    if (inCode) continue;
    if (role !== undefined && before !== undefined) {
      const turn = { index: line.start + line.text.indexOf(label), label };
      if (restatesInstruction(rest)) return turn;
      inConversation ||= before.role === undefined && introduction.test(before.text);
      const isBesideTerm = isTerm(before) || keptNumber === number - 1 || isTerm(lines[number + 1]);
      const isOfPrompt = role === 'human' || role === 'assistant';
      const isAnswered = (role === 'human' ? Math.max(lastAnswer, lastAssistant) : lastAnswer) > number;
      const isDefinition = startsSmall(rest) && !isAnswered;
      const isFollowed = lastSpeaker > number || bareRole !== undefined || number === lines.length - 1;
      if (!inConversation && !isBesideTerm && !isDefinition && (isOfPrompt || isFollowed)) return turn;
      keptNumber = number;
    }
    if (bareRole !== undefined) {
      const alone = bareAlone.test(line.text);
      if (bareRole === 'assistant' ? !alone || number > 0 : !alone || lastAnswer > number)
        return { index: line.start + line.text.lastIndexOf(bareRole), label: bareRole };
    }
  }
  return undefined;
}

/** The lines that are not blank. */
function readLines(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const line of text.split(/(\n)/).flatMap(splitAtPrompt)) {
    const found = readRoleLabel(line, 0);
    const bareRole = (bareAlone.exec(line) ?? bareAfterSentence.exec(line))?.[1];
    if (line.trim() !== '') {
      lines.push({
        text: line,
        start,
        label: found?.label ?? '',
        rest: found === undefined ? '' : line.slice(found.end).trim(),
        ...(found !== undefined && { role: found.role }),
        ...(bareRole !== undefined && { bareRole }),
      });
    }
    start += line.length;
  }
  return lines;
}

/** The line in two where a sentence ends and the prompt is repeated with its label. */
function splitAtPrompt(line: string): string[] {
  if (marked.test(line)) return [line];
  for (const { 0: end, index } of line.matchAll(afterSentence)) {
    const at = index + end.length;
    const found = readRoleLabel(line, at);
    if (found !== undefined && restatesInstruction(line.slice(found.end).trimStart()))
      return [line.slice(0, at), line.slice(at)];
  }
  return [line];
}

function startsSmall(text: string): boolean {
  const first = text.replace(/^[*_"'“‘«([]{1,4}/, '').slice(0, 1);
  return first !== first.toUpperCase();
}
