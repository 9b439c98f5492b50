import { type BedrockBody, parseBody } from './bedrock-body.ts';
import { integer, list, number, object, text } from './schema-rules.ts';

interface DeepseekRequest {
  readonly prompt: string;
  readonly max_tokens?: number;
  readonly temperature?: number;
  readonly top_p?: number;
}

const rule = object(
  { prompt: text() },
  {
    max_tokens: integer({ min: 1, max: 32_768 }),
    temperature: number({ min: 0, max: 1 }),
    top_p: number({ min: 0, max: 1 }),
    stop: list(text(), { max: 10 }),
  },
);

/**
 * Source: AWS, Amazon Bedrock user guide, "DeepSeek models" (model-parameters-deepseek), which names no defaults;
 * these are of its examples.
 */
export const deepseekR1: BedrockBody = {
  parse(body) {
    const { prompt, max_tokens, temperature, top_p } = parseBody<DeepseekRequest>(body, rule);
    return {
      prompt,
      raw: true,
      maxGenLen: max_tokens ?? 512,
      temperature: temperature ?? 0.5,
      topP: top_p ?? 0.9,
    };
  },
  format: ({ generation, stopReason }) => ({ choices: [{ text: generation, stop_reason: stopReason }] }),
  // The prompt has opened it.
  reasoning: { opening: '', closing: '</think>' },
};
