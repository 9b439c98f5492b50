import { type BedrockBody, parseBody } from './bedrock-body.ts';
import { integer, number, object, text } from './schema-rules.ts';

interface LlamaRequest {
  readonly prompt: string;
  readonly max_gen_len?: number;
  readonly temperature?: number;
  readonly top_p?: number;
}

const rule = object(
  { prompt: text() },
  {
    max_gen_len: integer({ min: 1, max: 2_048 }),
    temperature: number({ min: 0, max: 1 }),
    top_p: number({ min: 0, max: 1 }),
  },
);

/** Source: AWS, Amazon Bedrock user guide, "Meta Llama models" (model-parameters-meta). */
export const llama: BedrockBody = {
  parse(body) {
    const { prompt, max_gen_len, temperature, top_p } = parseBody<LlamaRequest>(body, rule);
    return {
      prompt,
      raw: true,
      maxGenLen: max_gen_len ?? 512,
      temperature: temperature ?? 0.5,
      topP: top_p ?? 0.9,
    };
  },
  format: (output) => ({
    generation: output.generation,
    prompt_token_count: output.promptTokenCount,
    generation_token_count: output.generationTokenCount,
    stop_reason: output.stopReason,
  }),
};
