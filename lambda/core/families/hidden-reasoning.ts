const opening = /^\s*<(reasoning|think)>/;

/**
 * A text without the model's reasoning before it, which some put in tags: gpt-oss in `<reasoning>` (AWS, Amazon
 * Bedrock user guide, "OpenAI models"), others in `<think>`.
 *
 * @returns `undefined` where the reasoning never ends, so that there is no text
 */
export function withoutReasoning(text: string): string | undefined {
  const tag = opening.exec(text)?.[1];
  if (tag === undefined) return text;
  const closing = `</${tag}>`;
  const end = text.indexOf(closing);
  return end < 0 ? undefined : text.slice(end + closing.length);
}
