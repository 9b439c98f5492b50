import { buildInstruction } from '../../post/prompt.ts';
import { toStopReason, type Unknown, unlikeFamily } from './answer-parts.ts';
import { findTemplateFaults } from './hidden-reasoning.ts';
import type { ModelFamily } from './model-family.ts';

const name = 'Mistral AI text completion';

/**
 * Mistral's models that complete a prompt, without token counts. Source: AWS, Amazon Bedrock user guide, "Mistral AI
 * text completion" (model-parameters-mistral-text-completion).
 */
export const mistral: ModelFamily = {
  name,

  findFaults: findTemplateFaults,

  buildBody: (request) => ({
    prompt: `<s>[INST] ${buildInstruction(request)} [/INST]`,
    max_tokens: request.maxGenLen,
    temperature: request.temperature,
    top_p: request.topP,
  }),

  readBody(body) {
    const output = (body as Unknown)?.outputs?.[0];
    const text: unknown = output?.text;
    if (typeof text !== 'string') throw unlikeFamily(name, 'outputs[0].text');
    return { text, stopReason: toStopReason(output?.stop_reason, {}) };
  },
};
