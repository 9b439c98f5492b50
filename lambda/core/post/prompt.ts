import type { BlogRequest } from '../request/blog-request.ts';
import type { PromptProperty } from '../request/request-fields.ts';

/**
 * The instruction to the model, without any template: `Write a 200 words blog on the topic X`, and where they
 * were given ` in a formal style and a friendly tone`.
 */
export function buildInstruction({
  blogTopic,
  wordCount,
  style,
  tone,
  ...others
}: Pick<BlogRequest, PromptProperty>): string {
  // Compiles only while each field of the prompt has its place below.
  others satisfies Record<string, never>;
  const manners = [
    ...(style === undefined ? [] : [`a ${style} style`]),
    ...(tone === undefined ? [] : [`a ${tone} tone`]),
  ];
  const suffix = manners.length === 0 ? '' : ` in ${manners.join(' and ')}`;
  return `Write a ${wordCount} words blog on the topic ${blogTopic}${suffix}`;
}

const instructionAgain = /^["'*_]{0,3}Write an? \d{1,5} words? blog on the topic [^\n]*$/i;

/** Whether a text is one line that repeats such an instruction, as a model that goes on with the prompt writes. */
export function restatesInstruction(text: string): boolean {
  return instructionAgain.test(text);
}

/** The instruction in the `[INST]` template. Callers depend on its bytes: a test compares them. */
export function buildInstPrompt(request: BlogRequest): string {
  return `<s>[INST]Human: ${buildInstruction(request)}\nAssistant:[/INST]`;
}
