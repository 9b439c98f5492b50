import { BlogFailure } from './errors.ts';
import type { ModelFamily } from './model-family.ts';
import { buildInstPrompt } from './prompt.ts';

/**
 * Meta's Llama text models. Source of both shapes: AWS, Amazon Bedrock user guide, "Meta Llama models"
 * (inference request parameters and responses).
 */
export const llama: ModelFamily = {
  name: 'Meta Llama',

  buildBody: (request) => ({
    prompt: buildInstPrompt(request),
    max_gen_len: request.maxGenLen,
    temperature: request.temperature,
    top_p: request.topP,
  }),

  readBody(body) {
    const { generation, stop_reason, prompt_token_count, generation_token_count } = (body ?? {}) as Record<
      string,
      unknown
    >;
    if (typeof generation !== 'string') {
      throw new BlogFailure('model-failed', 'the model answered without the field "generation"', {
        hint: 'The model does not answer as Llama models do: set modelId to a Meta Llama text model.',
      });
    }
    return {
      text: generation,
      stopReason: typeof stop_reason === 'string' ? stop_reason : 'unknown',
      ...(typeof prompt_token_count === 'number' ? { promptTokenCount: prompt_token_count } : {}),
      ...(typeof generation_token_count === 'number' ? { generationTokenCount: generation_token_count } : {}),
    };
  },
};
