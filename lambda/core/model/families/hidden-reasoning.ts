import type { FieldError } from '../../errors.ts';
import { findModelToken } from '../../post/model-tokens.ts';
import type { BlogRequest } from '../../request/blog-request.ts';
import { requestFields } from '../../request/request-fields.ts';
import { onlyReasoning } from './answer-parts.ts';

// `[THINK]` is Magistral's: Mistral AI, mistral-common, `SpecialTokens`.
const opening = /^\s*([<[])(reasoning|think|THINK)[>\]]/;
// Where the template opens the reasoning, as that of Qwen's thinking models does, the answer only closes it.
const openedByTemplate =
  /^(?:(?!<(?:reasoning|think)>|\[THINK\])[\s\S])*?([<[])\/(reasoning|think|THINK)[>\]]/;
const reasoningTag = /<\/?(?:reasoning|think)>/i;

/**
 * Splits the reasoning before a text from it: gpt-oss has it in `<reasoning>` (AWS, Amazon Bedrock user guide, "OpenAI
 * models"), others in `<think>` or `[THINK]`. The last closing tag counts, because reasoning may quote its own tags.
 *
 * @returns the text after the reasoning, and whether that is closed; `undefined` if there is no reasoning
 */
export function splitReasoning(text: string): { rest: string; isClosed: boolean } | undefined {
  const match = opening.exec(text) ?? openedByTemplate.exec(text);
  if (match === null) return undefined;
  const [, bracket, tag] = match;
  const closing = bracket === '<' ? `</${tag}>` : `[/${tag}]`;
  const [, ...parts] = text.split(closing);
  return { rest: parts.at(-1) ?? '', isClosed: parts.length > 0 };
}

/**
 * A text without the reasoning before it.
 *
 * @param stopReason in Llama's terms
 * @throws BlogFailure `empty-generation` if the token limit came before the text
 */
export function withoutReasoning(text: string, stopReason: string): string {
  const split = splitReasoning(text);
  if (split === undefined) return text;
  if (stopReason === 'length' && split.rest.trim() === '') throw onlyReasoning(stopReason);
  // A complete text may begin with such a tag.
  return split.isClosed ? split.rest : text;
}

/** The texts of a request that contain a token of any family's template, or a tag of reasoning. */
export function findTemplateFaults(request: BlogRequest): FieldError[] {
  return Object.entries(requestFields).flatMap(([field, { property }]) => {
    const text = String(request[property] ?? '');
    const token = findModelToken(text) ?? reasoningTag.exec(text)?.[0];
    const message = `must not contain tokens of the configured model; received ${JSON.stringify(token)}`;
    return token === undefined ? [] : [{ field, message }];
  });
}
