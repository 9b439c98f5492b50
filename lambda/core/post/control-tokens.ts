import { endOfBareReasoning, findFinalChannel, opensOtherChannel } from './harmony.ts';
import { isModelToken, tokenShape } from './model-tokens.ts';
import { restatesInstruction } from './prompt.ts';
import { readRoleLabel } from './role-label.ts';
import { findMadeUpTurn } from './role-turns.ts';

/** Tokens that a caller's text must not contain, for any model: a template might interpret them. Case-insensitive. */
const inputToken = /\[\/?INST\]|<\/?s>|<<\/?SYS>>|<\|[^|]*\|>|<｜[^｜]*｜>/iu;

// A role word without the token before it belongs to the token after it.
const role = 'assistant|user|system|model|tool';
const tokenHere = new RegExp(`(${role})?(${tokenShape})`, 'y');
const roleBefore = new RegExp(`(?:${role})$`);
const headerEnd = /^<\|(?:end_header_id|header_end|im_sep)\|>$/;

// `<s>` is also HTML's strikethrough, so only the context decides whether it and its end are tokens.
const candidate = new RegExp(String.raw`<s(?: [^<>]{0,200})?>|<\/s>|${tokenShape}`, 'g');
const strike = /^<s(?: [^<>]*)?>$/;
// Before the text. But if the line continues after `</s>`, the post begins with strikethrough text.
const blank = /\s+|<\/s>|<s>(?! ?[^\s<][^\n[|]{0,300}<\/s>[ \t]*[^\s<[])/y;
// Cohere's reasoning before the text. Without its end the token limit cut it off, and there is no text.
const reasoning = /<\|START_THINKING\|>(?:[\s\S]*?<\|END_THINKING\|>|[\s\S]*)/y;

// A header's role word whose own tokens were dropped.
const bareRole = /(?:[Aa]ssistant|ASSISTANT|user|system|model)[ \t\r]*(?:\n|$)/y;
const roleBeforeToken = /(?:assistant|user|system|model|tool|developer|final)\s?/y;
const sentenceToken = /<\/?s>/y;

/** The first control token in a caller's text, case-insensitive; `undefined` if there is none. */
export function findControlToken(text: string): string | undefined {
  return inputToken.exec(text)?.[0];
}

/** The post in a generation. */
export interface CutText {
  /** Trimmed; empty if the generation contains no post. */
  text: string;
  /** The token or role label at which the text was cut; absent if nothing was cut off at its end. */
  leakedToken?: string;
}

/**
 * Extracts the post from a generation: without the tokens, headers, role labels and the repeated prompt before it, up to
 * the first control token or made-up turn.
 *
 * @param topic the topic of the post, with which a title may begin: `Human: a history`
 */
export function cutAtControlToken(generation: string, topic = ''): CutText {
  const start = findStart(generation, topic);
  const leaked = findLeak(generation, start);
  const untilToken = generation.slice(start, leaked?.index);
  const turn = findMadeUpTurn(untilToken);
  const leakedToken = (turn?.label ?? leaked?.token)?.slice(0, 64);
  const text = untilToken.slice(0, turn?.index).trim();
  return { text, ...(leakedToken !== undefined && { leakedToken }) };
}

/** The start of the text: after all that stands before it, or at Harmony's `final` channel. */
function findStart(generation: string, topic: string): number {
  let position = findFinalChannel(generation) ?? 0;
  for (;;) {
    if (opensOtherChannel(generation, position)) return generation.length;
    const next =
      endOfOpening(generation, position) ??
      endOfBareReasoning(generation, position) ??
      findEndOfRole(generation, position, topic) ??
      endOfInstruction(generation, position);
    if (next === undefined) return position;
    position = next;
  }
}

/** The end of a role label or a header's role word before the text; a word of the title does not count. */
function findEndOfRole(generation: string, position: number, topic: string): number | undefined {
  const found = readRoleLabel(generation, position);
  if (found === undefined) {
    return topic.toLowerCase() === 'assistant' ? undefined : endOfBareRole(generation, position);
  }
  const { role, end } = found;
  if (role === readRoleLabel(topic, 0)?.role) return undefined;
  if (role === 'assistant') return end;
  // `AI: a history` and `Human: a history` are titles.
  const rest = restOfLine(generation, end).trim();
  const isAlone = rest === '' || endOfOpening(rest, 0) !== undefined;
  return isAlone || endOfInstruction(rest, 0) !== undefined ? end : undefined;
}

/** The end of the prompt's instruction, up to the end of its line or the next token, where the model repeats it. */
function endOfInstruction(generation: string, position: number): number | undefined {
  const line = restOfLine(generation, position);
  const instruction = line.slice(0, findLeak(line, 0)?.index);
  // A longer line is a post that begins so.
  const isRepeated = instruction.length <= 500 && restatesInstruction(instruction);
  return isRepeated ? position + instruction.length : undefined;
}

function restOfLine(text: string, position: number): string {
  return text.slice(position, position + 1_000).split('\n', 1)[0] ?? '';
}

/** The end of the blanks, the reasoning or the token at this position, before the text. */
function endOfOpening(generation: string, position: number): number | undefined {
  return (
    matchEnd(blank, generation, position) ??
    matchEnd(reasoning, generation, position) ??
    endOfToken(generation, position)
  );
}

function endOfBareRole(generation: string, position: number): number | undefined {
  const end = matchEnd(bareRole, generation, position);
  if (end !== undefined) return end;
  const roleEnd = matchEnd(roleBeforeToken, generation, position);
  if (roleEnd === undefined) return undefined;
  const isToken =
    matchEnd(sentenceToken, generation, roleEnd) !== undefined ||
    endOfToken(generation, roleEnd) !== undefined;
  return isToken ? roleEnd : undefined;
}

/** The end of the token at this position, including the role word of a header. */
function endOfToken(text: string, position: number): number | undefined {
  tokenHere.lastIndex = position;
  const match = tokenHere.exec(text);
  if (match === null) return undefined;
  const [, role, token = ''] = match;
  return isModelToken(token) && (role === undefined || headerEnd.test(token))
    ? tokenHere.lastIndex
    : undefined;
}

function matchEnd(pattern: RegExp, text: string, position: number): number | undefined {
  pattern.lastIndex = position;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function findLeak(generation: string, from: number): { index: number; token: string } | undefined {
  let strikes = 0;
  candidate.lastIndex = from;
  for (let match = candidate.exec(generation); match !== null; match = candidate.exec(generation)) {
    const [token] = match;
    const { index } = match;
    if (strike.test(token)) {
      const end = token === '<s>' ? endOfEmptyStrike(generation, index) : undefined;
      if (end !== undefined) return { index, token: generation.slice(index, end) };
      strikes += 1;
    } else if (token === '</s>') {
      if (strikes === 0) return { index, token };
      strikes -= 1;
    } else if (isModelToken(token)) {
      const before = headerEnd.test(token) ? roleBefore.exec(generation.slice(from, index)) : null;
      const [roleWord = ''] = before ?? [];
      return { index: index - roleWord.length, token: roleWord + token };
    } else {
      // A token may begin inside of what only looks like one.
      candidate.lastIndex = index + 1;
    }
  }
  return undefined;
}

/** The end of a `<s>` without strikethrough text: a token or `</s>` follows. */
function endOfEmptyStrike(generation: string, index: number): number | undefined {
  const next = matchEnd(/<s>\s*/y, generation, index) ?? index;
  return matchEnd(/<\/s>/y, generation, next) ?? endOfToken(generation, next);
}
