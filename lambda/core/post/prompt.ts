import type { BlogRequest } from '../request/blog-request.ts';
import type { PromptProperty } from '../request/request-fields.ts';

const sentence = (length: string, topic: string) => `Write ${length} blog on the topic ${topic}`;

/**
 * The instruction to the model, without a template: `Write a 200 words blog on the topic X`, followed by
 * ` in a formal style and a friendly tone` if the request has them.
 */
export function buildInstruction({
  blogTopic,
  wordCount,
  style,
  tone,
  ...others
}: Pick<BlogRequest, PromptProperty>): string {
  // Compiles only if every field of the prompt is used below.
  others satisfies Record<string, never>;
  const manners = [style && `a ${style} style`, tone && `a ${tone} tone`].filter(Boolean).join(' and ');
  return sentence(`a ${wordCount} words`, manners ? `${blogTopic} in ${manners}` : blogTopic);
}

const instructionAgain = new RegExp(`^["'*_]{0,3}${sentence('an? \\d{1,5} words?', '[^\\n]*$')}`, 'i');

/** Whether a text is one line that repeats such an instruction, as a model writes that continues the prompt. */
export function restatesInstruction(text: string): boolean {
  return instructionAgain.test(text);
}

/** The instruction in the `[INST]` template. Callers depend on every byte; a test compares them. */
export function buildInstPrompt(request: BlogRequest): string {
  return `<s>[INST]Human: ${buildInstruction(request)}\nAssistant:[/INST]`;
}
