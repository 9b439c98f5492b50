import { buildInstruction } from '../../post/prompt.ts';
import type { BlogRequest } from '../../request/blog-request.ts';
import { findTemplateFaults } from './hidden-reasoning.ts';
import { createFamily } from './model-family.ts';

/** A prompt to complete. */
const completionOf = (prompt: string, { maxGenLen, temperature, topP }: BlogRequest) => ({
  prompt,
  max_tokens: maxGenLen,
  temperature,
  top_p: topP,
});

/**
 * Mistral's models that complete a prompt, without token counts. Source: AWS, Amazon Bedrock user guide, "Mistral AI
 * text completion" (model-parameters-mistral-text-completion).
 */
export const mistral = createFamily({
  name: 'Mistral AI text completion',
  findFaults: findTemplateFaults,
  buildBody: (request) => completionOf(`<s>[INST] ${buildInstruction(request)} [/INST]`, request),
  textField: 'outputs[0].text',
  findParts(answer) {
    const output = answer?.outputs?.[0];
    return { text: output?.text, stopReason: output?.stop_reason };
  },
});

/**
 * DeepSeek-R1. The template opens its reasoning, the answer closes it with `</think>`. There are no token counts.
 * Source: AWS, Amazon Bedrock user guide, "DeepSeek models" (model-parameters-deepseek).
 */
export const deepseekR1 = createFamily({
  name: 'DeepSeek-R1',
  findFaults: findTemplateFaults,
  buildBody(request) {
    const instruction = buildInstruction(request);
    return completionOf(`<｜begin▁of▁sentence｜><｜User｜>${instruction}<｜Assistant｜><think>\n`, request);
  },
  textField: 'choices[0].text',
  findParts(answer) {
    const choice = answer?.choices?.[0];
    return { text: choice?.text, stopReason: choice?.stop_reason };
  },
  reasoningAfter: '<think>',
});
