import type { FieldError } from '../../errors.ts';
import { findModelToken } from '../../post/model-tokens.ts';
import type { BlogRequest } from '../../request/blog-request.ts';
import { requestFields } from '../../request/request-fields.ts';
import { onlyReasoning } from './answer-parts.ts';

// `[THINK]` is Magistral's: Mistral AI, mistral-common, `SpecialTokens`.
const opening = /^\s*([<[])(reasoning|think|THINK)[>\]]/;
const reasoningTag = /<\/?(?:reasoning|think)>/i;

/**
 * A text without the model's reasoning before it, which some put in tags: gpt-oss in `<reasoning>` (AWS, Amazon
 * Bedrock user guide, "OpenAI models"), others in `<think>` or `[THINK]`. Reasoning may speak of its own tags, so the
 * last one that closes it counts.
 *
 * @param stopReason in Llama's terms
 * @throws BlogFailure `empty-generation` where the token limit came before the text
 */
export function withoutReasoning(text: string, stopReason: string): string {
  const match = opening.exec(text);
  if (match === null) return text;
  const [, bracket, tag] = match;
  const closing = bracket === '<' ? `</${tag}>` : `[/${tag}]`;
  const parts = text.split(closing);
  const rest = parts.at(-1) ?? '';
  // What was cut off before the tag was closed, or right after it, is reasoning alone; a whole text may begin with one.
  if (stopReason === 'length' && (parts.length === 1 || rest.trim() === '')) throw onlyReasoning(stopReason);
  return rest;
}

/**
 * What the templates of these families would read as their own in a caller's texts: any family's token, since a model
 * of another may be asked in this one's way, and the tags of reasoning.
 */
export function findTemplateFaults(request: BlogRequest): FieldError[] {
  return Object.entries(requestFields).flatMap(([field, { property }]) => {
    // A number holds none.
    const text = String(request[property] ?? '');
    const token = findModelToken(text) ?? reasoningTag.exec(text)?.[0];
    const message = `must not contain tokens of the configured model; received ${JSON.stringify(token)}`;
    return token === undefined ? [] : [{ field, message }];
  });
}
