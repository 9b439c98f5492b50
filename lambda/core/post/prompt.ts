import type { BlogRequest } from '../request/blog-request.ts';

/**
 * The instruction to the model, without any template: `Write a 200 words blog on the topic X`, and where they
 * were given ` in a formal style and a friendly tone`.
 */
export function buildInstruction(
  request: Pick<BlogRequest, 'blogTopic' | 'wordCount' | 'style' | 'tone'>,
): string {
  const manners = [
    ...(request.style === undefined ? [] : [`a ${request.style} style`]),
    ...(request.tone === undefined ? [] : [`a ${request.tone} tone`]),
  ];
  const suffix = manners.length === 0 ? '' : ` in ${manners.join(' and ')}`;
  return `Write a ${request.wordCount} words blog on the topic ${request.blogTopic}${suffix}`;
}

/** The instruction in the `[INST]` template. Callers depend on its bytes: a test compares them. */
export function buildInstPrompt(request: BlogRequest): string {
  return `<s>[INST]Human: ${buildInstruction(request)}\nAssistant:[/INST]`;
}
