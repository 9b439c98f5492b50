import { endOfMatch } from './end-of-match.ts';
import { isModelToken, tokenShape } from './model-tokens.ts';
import { headerRoles } from './role-label.ts';

/** Tokens that a caller's text must not contain, for any model: a template might interpret them. Case-insensitive. */
const inputToken = /\[\/?INST\]|<\/?s>|<<\/?SYS>>|<\|[^|]*\|>|<｜[^｜]*｜>/iu;

// With a header's role word, if the header lost the token before it.
const token = `(?:${headerRoles}|tool)?(${tokenShape})`;
const tokenHere = new RegExp(token, 'y');
const headerEnd = /^<\|(?:end_header_id|header_end|im_sep)\|>$/;

// `<s>` is also HTML's strikethrough, so only the context decides whether it and its end are tokens.
const candidate = new RegExp(String.raw`<s(?: [^<>]{0,200})?>|<\/s>|${token}`, 'g');
const emptyStrike = /<s>\s*/y;
const strikeEnd = /<\/s>/y;

/** The first control token in a caller's text, case-insensitive; `undefined` if there is none. */
export function findControlToken(text: string): string | undefined {
  return inputToken.exec(text)?.[0];
}

/** Where a text stops being the post. */
export interface Leak {
  /** Offset in the text. */
  index: number;
  /** The control token or role label there, as written. */
  token: string;
}

/** The first control token of a model in a text, case-sensitive, with the role word of its header. */
export function findLeakedToken(text: string): Leak | undefined {
  let openStrikes = 0;
  candidate.lastIndex = 0;
  for (let match = candidate.exec(text); match !== null; match = candidate.exec(text)) {
    const [found] = match;
    const { index } = match;
    if (found === '</s>') {
      if (openStrikes === 0) return { index, token: found };
      openStrikes -= 1;
    } else if (/^<s[ >]/.test(found)) {
      const end = endOfEmptyStrike(text, index);
      if (end !== undefined) return { index, token: text.slice(index, end) };
      openStrikes += 1;
    } else {
      const leak = readToken(match);
      if (leak !== undefined) return leak;
      // A token may begin inside of what only looks like one.
      candidate.lastIndex = index + 1;
    }
  }
  return undefined;
}

/** The end of the model's token at an offset, or of a header's role word and token; `undefined` if there is none. */
export function endOfToken(text: string, offset: number): number | undefined {
  tokenHere.lastIndex = offset;
  const match = tokenHere.exec(text);
  return match !== null && readToken(match)?.index === offset ? tokenHere.lastIndex : undefined;
}

/** The token that a match of {@link token} contains. Before any token but a header's, a role word is text. */
function readToken(match: RegExpExecArray): Leak | undefined {
  const [found, name = ''] = match;
  if (!isModelToken(name)) return undefined;
  const token = headerEnd.test(name) ? found : name;
  return { index: match.index + found.length - token.length, token };
}

/** The end of a `<s>` without strikethrough text: a token or `</s>` follows. */
function endOfEmptyStrike(text: string, index: number): number | undefined {
  const end = endOfMatch(emptyStrike, text, index);
  if (end === undefined) return undefined;
  return endOfMatch(strikeEnd, text, end) ?? endOfToken(text, end);
}
