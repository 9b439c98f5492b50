import { findFinalChannel, opensOtherChannel } from './harmony.ts';
import { modelTokenPattern } from './model-tokens.ts';
import { restatesInstruction } from './prompt.ts';
import { readRoleLabel } from './role-label.ts';
import { findMadeUpTurn } from './role-turns.ts';

/** What a caller's text may not hold where any model writes: templates would take it for their own. In any letter case. */
const inputToken = /\[\/?INST\]|<\/?s>|<<\/?SYS>>|<\|[^|]*\|>|<｜[^｜]*｜>/iu;

const namedToken = new RegExp(modelTokenPattern, 'i');

// A role word that has lost the token before it belongs to the token after it.
const headerEnd = String.raw`(?:assistant|user|system|model|tool)?<\|(?:end_header_id|header_end|im_sep)\|>`;
const tokenPattern = `${headerEnd}|${modelTokenPattern}`;
// HTML strikes text through with `<s>`, so it and its end are tokens only by what stands around them.
const leak = new RegExp(
  String.raw`<s>\s*(?:<\/s>|${tokenPattern})|${tokenPattern}|<s(?: [^<>]{0,200})?>|<\/s>`,
  'g',
);
const strike = /^<s(?: [^<>]*)?>$/;
const opening = new RegExp(
  [
    String.raw`\s+|<\/s>|${tokenPattern}`,
    // Unless more of the line follows its end: then the post begins with a word that is struck through.
    String.raw`<s>(?!\s?[^\s<][^\n]{0,300}<\/s>[ \t]*[^\s<[])`,
  ].join('|'),
  'y',
);

// A header's role word whose own tokens were dropped.
const bareRole = new RegExp(
  [
    String.raw`(?:[Aa]ssistant|ASSISTANT|user|system|model)[ \t\r]*(?:\n|$)`,
    String.raw`(?:assistant|user|system|model|tool|developer|final)\s?(?=<\/?s>|${tokenPattern})`,
  ].join('|'),
  'y',
);

/** The first control token in a text a caller sent, in any letter case; `undefined` where there is none. */
export function findControlToken(text: string): string | undefined {
  return inputToken.exec(text)?.[0];
}

/** The first token of any model family in a text a caller sent, in any letter case; `undefined` where there is none. */
export function findModelToken(text: string): string | undefined {
  return namedToken.exec(text)?.[0];
}

/** A generation without what is not the post. */
export interface CutText {
  /** Trimmed; empty where nothing of it is the post. */
  text: string;
  /** The token or the role label the text was cut at; absent where nothing was cut off its end. */
  leakedToken?: string;
}

/**
 * The post in a generation: without the tokens, headers and role labels before it, up to the first control token or
 * to a turn that the model made up. Where the prompt is repeated first, the post is what follows it.
 *
 * @param topic what the post is about: a title may begin with its words, `Human: a history`
 */
export function cutAtControlToken(generation: string, topic = ''): CutText {
  const first = readSegment(generation, 0, topic);
  if (!restatesInstruction(first.text)) return toCutText(first);
  const second = readSegment(generation, first.end, topic);
  return restatesInstruction(second.text) ? { text: '' } : toCutText(second);
}

interface Segment extends CutText {
  end: number;
}

function toCutText({ text, leakedToken }: Segment): CutText {
  return { text, ...(leakedToken !== undefined && { leakedToken: leakedToken.slice(0, 64) }) };
}

function readSegment(generation: string, from: number, topic: string): Segment {
  const start = findStart(generation, from, topic);
  const leaked = findLeak(generation, start);
  const untilToken = generation.slice(start, leaked?.index);
  const turn = findMadeUpTurn(untilToken);
  const leakedToken = turn?.label ?? leaked?.token;
  const text = untilToken.slice(0, turn?.index);
  return { text: text.trim(), end: start + text.length, ...(leakedToken !== undefined && { leakedToken }) };
}

/** Where the text begins: after the tokens, headers and labels before it, or where Harmony's `final` channel does. */
function findStart(generation: string, from: number, topic: string): number {
  let position = findFinalChannel(generation, from) ?? from;
  for (;;) {
    if (opensOtherChannel(generation, position)) return generation.length;
    const next = matchEnd(opening, generation, position) ?? findEndOfRole(generation, position, topic);
    if (next === undefined) return position;
    position = next;
  }
}

/** The end of a role label or a header's role word before the text; a title's own word is none. */
function findEndOfRole(generation: string, position: number, topic: string): number | undefined {
  const found = readRoleLabel(generation, position);
  if (found === undefined) {
    return topic.toLowerCase() === 'assistant' ? undefined : matchEnd(bareRole, generation, position);
  }
  const { role, end } = found;
  if (role === readRoleLabel(topic, 0)?.role) return undefined;
  if (role === 'assistant') return end;
  // `AI: a history` is a title, and so is `Human: a history`.
  const rest =
    generation
      .slice(end, end + 1_000)
      .split('\n', 1)[0]
      ?.trim() ?? '';
  const isAlone = rest === '' || matchEnd(opening, rest, 0) !== undefined;
  return isAlone || restatesInstruction(rest) ? end : undefined;
}

function matchEnd(pattern: RegExp, text: string, position: number): number | undefined {
  pattern.lastIndex = position;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function findLeak(generation: string, from: number): { index: number; token: string } | undefined {
  let strikes = 0;
  leak.lastIndex = from;
  for (let match = leak.exec(generation); match !== null; match = leak.exec(generation)) {
    const [token] = match;
    if (strike.test(token)) strikes += 1;
    else if (token === '</s>' && strikes > 0) strikes -= 1;
    else return { index: match.index, token };
  }
  return undefined;
}
