import { endOfToken, findLeakedToken } from './control-tokens.ts';
import { endOfMatch } from './end-of-match.ts';
import { findFinalChannel, reasoningOfHarmony } from './harmony.ts';
import { restatesInstruction } from './prompt.ts';
import { headerRoles, readRoleLabel } from './role-label.ts';

// But if the line continues after `</s>`, the post begins with strikethrough text.
const blank = /\s+|<\/s>|<s>(?! ?[^\s<][^\n[|]{0,300}<\/s>[ \t]*[^\s<[])/y;
// Of Cohere and Gemma 4. Without its end the token limit cut it off, and there is no text.
const reasoning =
  /<\|START_THINKING\|>[\s\S]*?(?:<\|END_THINKING\|>|$)|<\|channel>thought\b[\s\S]*?(?:<channel\|>|$)/y;
// A header's role word whose own tokens were dropped.
const bareRole = new RegExp(`(?:${headerRoles}|Assistant|ASSISTANT)[ \\t\\r]*(?:\\n|$)`, 'y');
const roleBeforeTemplate = new RegExp(`(?:${headerRoles}|tool|developer|final)\\s*`, 'y');
const sentenceToken = /<\/?s>/y;

/**
 * The offset at which the post begins: after the tokens, reasoning, role labels and the repeated prompt before it, or in
 * Harmony's `final` channel.
 */
export function findStart(generation: string, topic: string): number {
  let start = findFinalChannel(generation) ?? 0;
  for (;;) {
    const end =
      endOfTemplate(generation, start) ??
      endOfLabel(generation, start, topic) ??
      endOfBareRole(generation, start, topic) ??
      endOfInstruction(generation, start);
    if (end === undefined) return start;
    start = end;
  }
}

/** The end of the blanks, the reasoning or the token at this offset. */
function endOfTemplate(text: string, offset: number): number | undefined {
  return (
    endOfMatch(blank, text, offset) ??
    endOfMatch(reasoning, text, offset) ??
    endOfMatch(reasoningOfHarmony, text, offset) ??
    endOfToken(text, offset)
  );
}

/** The end of a role label; one with which the topic begins is the title's. */
function endOfLabel(text: string, offset: number, topic: string): number | undefined {
  const label = readRoleLabel(text, offset);
  if (label === undefined || label.role === readRoleLabel(topic, 0)?.role) return undefined;
  if (label.role === 'assistant') return label.end;
  // `AI: a history` and `Human: a history` are titles.
  const rest = restOfLine(text, label.end).trim();
  const isDropped = rest === '' || (endOfTemplate(rest, 0) ?? endOfInstruction(rest, 0)) !== undefined;
  return isDropped ? label.end : undefined;
}

function endOfBareRole(text: string, offset: number, topic: string): number | undefined {
  if (topic.toLowerCase() === 'assistant') return undefined;
  const end = endOfMatch(roleBeforeTemplate, text, offset);
  const isBeforeTemplate =
    end !== undefined && (endOfMatch(sentenceToken, text, end) ?? endOfTemplate(text, end)) !== undefined;
  return isBeforeTemplate ? end : endOfMatch(bareRole, text, offset);
}

/** The end of the prompt's instruction, up to the end of its line or the next token, where the model repeats it. */
function endOfInstruction(text: string, offset: number): number | undefined {
  const line = restOfLine(text, offset);
  const instruction = line.slice(0, findLeakedToken(line)?.index);
  // A longer line is a post that begins so.
  const isRepeated = instruction.length <= 500 && restatesInstruction(instruction);
  return isRepeated ? offset + instruction.length : undefined;
}

function restOfLine(text: string, offset: number): string {
  return text.slice(offset, offset + 1_000).split('\n', 1)[0] ?? '';
}
