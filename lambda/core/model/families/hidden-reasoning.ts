import type { FieldError } from '../../errors.ts';
import { findModelToken } from '../../post/model-tokens.ts';
import type { BlogRequest } from '../../request/blog-request.ts';
import { requestFields } from '../../request/request-fields.ts';

// `[THINK]` is Magistral's: Mistral AI, mistral-common, `SpecialTokens`.
const tag = /([<[])(\/?)(reasoning|think|THINK)[>\]]/g;
const quotes: ReadonlySet<string> = new Set(['``', '""', "''", '“”', '‘’', '„“', '«»']);
const reasoningTag = /<\/?(?:reasoning|think)>/i;

/**
 * Splits the reasoning before a text from it: gpt-oss has it in `<reasoning>` (AWS, Amazon Bedrock user guide, "OpenAI
 * models"), others in `<think>` or `[THINK]`. Where the template opens the reasoning, as that of Qwen's thinking models
 * does, the answer only closes it. The last closing tag counts, because reasoning may name its own tags. A tag in
 * quotation marks is text.
 *
 * @returns the text after the reasoning, and whether that is closed; `undefined` if there is no reasoning
 */
export function splitReasoning(text: string): { rest: string; isClosed: boolean } | undefined {
  const tags = [...text.matchAll(tag)].filter(
    ({ 0: { length }, index }) => !quotes.has(text.charAt(index - 1) + text.charAt(index + length)),
  );
  const [first] = tags;
  if (first === undefined) return undefined;
  const [, bracket, slash, name] = first;
  if (slash === '' && text.slice(0, first.index).trim() !== '') return undefined;
  const last = tags.findLast(([written]) => written.startsWith(`${bracket}/${name}`));
  if (last === undefined) return { rest: '', isClosed: false };
  return { rest: text.slice(last.index + last[0].length), isClosed: true };
}

/**
 * A text without the reasoning before it.
 *
 * @param stopReason in Llama's terms
 * @param opening the tag with which the prompt opens the reasoning. Default: none
 */
export function withoutReasoning(text: string, stopReason: string, opening = ''): string {
  const split = splitReasoning(opening + text);
  // A complete text may begin with such a tag.
  return split?.isClosed || stopReason === 'length' ? (split?.rest ?? text) : text;
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
