import { type BedrockBody, parseBody } from './bedrock-body.ts';
import { integer, list, number, object, text } from './schema-rules.ts';

interface MistralRequest {
  readonly prompt: string;
  readonly max_tokens?: number;
  readonly temperature?: number;
  readonly top_p?: number;
}

/** Mistral 7B and Mixtral 8x7B differ from Large and Small. */
function limitsOf(foundationModelId: string) {
  const isOpen = /mistral-7b|mixtral-8x7b/.test(foundationModelId);
  return {
    maxTokens: foundationModelId.includes('mixtral-8x7b') ? 4_096 : 8_192,
    defaults: isOpen
      ? { maxTokens: 512, temperature: 0.5, topP: 0.9 }
      : { maxTokens: 8_192, temperature: 0.7, topP: 1 },
  };
}

/**
 * Source: AWS, Amazon Bedrock user guide, "Mistral AI text completion" (model-parameters-mistral-text-completion).
 */
export const mistral: BedrockBody = {
  parse(body, foundationModelId) {
    const { maxTokens, defaults } = limitsOf(foundationModelId);
    const rule = object(
      { prompt: text() },
      {
        max_tokens: integer({ min: 1, max: maxTokens }),
        temperature: number({ min: 0, max: 1 }),
        top_p: number({ min: 0, max: 1 }),
        top_k: integer({ min: 1, max: 200 }),
        stop: list(text(), { max: 10 }),
      },
    );
    const { prompt, max_tokens, temperature, top_p } = parseBody<MistralRequest>(body, rule);
    return {
      prompt,
      raw: true,
      maxGenLen: max_tokens ?? defaults.maxTokens,
      temperature: temperature ?? defaults.temperature,
      topP: top_p ?? defaults.topP,
    };
  },
  format: ({ generation, stopReason }) => ({ outputs: [{ text: generation, stop_reason: stopReason }] }),
};
