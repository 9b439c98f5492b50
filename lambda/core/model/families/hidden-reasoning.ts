import { onlyReasoning } from './answer-parts.ts';

const opening = /^\s*<(reasoning|think)>/;

/**
 * A text without the model's reasoning before it, which some put in tags: gpt-oss in `<reasoning>` (AWS, Amazon
 * Bedrock user guide, "OpenAI models"), others in `<think>`.
 *
 * @param stopReason in Llama's terms
 * @throws BlogFailure `empty-generation` where the token limit came before the text
 */
export function withoutReasoning(text: string, stopReason: string): string {
  const tag = opening.exec(text)?.[1];
  const closing = `</${tag}>`;
  const end = text.indexOf(closing);
  const rest = tag === undefined || end < 0 ? text : text.slice(end + closing.length);
  // What was cut off before the tag was closed, or right after it, is reasoning alone; a whole text may begin with one.
  const cutOff = stopReason === 'length' && tag !== undefined && (end < 0 || rest.trim() === '');
  if (cutOff) throw onlyReasoning(stopReason);
  return rest;
}
