import { findStart } from './before-the-post.ts';
import { findLeakedToken } from './control-tokens.ts';
import { findMadeUpTurn } from './role-turns.ts';

/** The post in a generation. */
export interface ExtractedPost {
  /** Trimmed; empty if the generation contains no post. */
  text: string;
  /** The token or role label at which the text was cut, at most 64 characters; absent if nothing was cut off at its end. */
  leakedToken?: string | undefined;
}

/**
 * Extracts the post from a generation: drops what stands before it, then cuts the text at the first control token or at a
 * turn before that.
 *
 * @param topic the topic of the post, with which a title may begin: `Human: a history`
 */
export function extractPost(generation: string, topic = ''): ExtractedPost {
  const rest = generation.slice(findStart(generation, topic));
  const leakedToken = findLeakedToken(rest);
  const leak = findMadeUpTurn(rest.slice(0, leakedToken?.index)) ?? leakedToken;
  const text = rest.slice(0, leak?.index).trim();
  return { text, leakedToken: leak?.token.slice(0, 64) };
}
