import * as v from 'valibot';
import { type BedrockBody, between, parseBody, tokens } from './bedrock-body.ts';

/** Source: AWS, Amazon Bedrock user guide, "Meta Llama models" (model-parameters-meta). */
export const llama: BedrockBody = {
  parse(body) {
    const { max_gen_len, ...request } = parseBody(
      body,
      v.strictObject({ ...promptFields, max_gen_len: tokens(2_048) }),
    );
    return toInput(request, max_gen_len);
  },
  format: ({ generation, promptTokenCount, generationTokenCount, stopReason }) => ({
    generation,
    prompt_token_count: promptTokenCount,
    generation_token_count: generationTokenCount,
    stop_reason: stopReason,
  }),
};

/** Source: AWS, Amazon Bedrock user guide, "Mistral AI text completion" (model-parameters-mistral-text-completion). */
export const mistral: BedrockBody = {
  parse: (body, foundationModelId) =>
    parseCompletion(body, foundationModelId.includes('mixtral-8x7b') ? 4_096 : 8_192),
  format: ({ generation, stopReason }) => ({ outputs: [{ text: generation, stop_reason: stopReason }] }),
};

/** Source: AWS, Amazon Bedrock user guide, "DeepSeek models" (model-parameters-deepseek). */
export const deepseekR1: BedrockBody = {
  parse: (body) => parseCompletion(body, 32_768),
  format: ({ generation, stopReason }) => ({ choices: [{ text: generation, stop_reason: stopReason }] }),
  // The prompt has opened it.
  reasoning: { opening: '', closing: '</think>' },
};

const promptFields = { prompt: v.string(), temperature: between(0, 1), top_p: between(0, 1) };

function parseCompletion(body: string, maxTokens: number) {
  const schema = v.strictObject({ ...promptFields, max_tokens: tokens(maxTokens) });
  const { max_tokens, ...request } = parseBody(body, schema);
  return toInput(request, max_tokens);
}

function toInput(
  { prompt, temperature, top_p }: { prompt: string; temperature: number; top_p: number },
  maxGenLen: number,
) {
  return { prompt, raw: true, maxGenLen, temperature, topP: top_p };
}
