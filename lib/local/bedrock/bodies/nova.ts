import { type BedrockBody, parseBody } from './bedrock-body.ts';
import { anything, integer, list, number, object, text } from './schema-rules.ts';

interface NovaRequest {
  readonly messages: readonly { readonly content: readonly { readonly text?: string }[] }[];
  readonly inferenceConfig?: {
    readonly maxTokens?: number;
    readonly temperature?: number;
    readonly topP?: number;
  };
}

const part = object(
  {},
  { text: text(), image: anything, video: anything, toolUse: anything, toolResult: anything },
);
const message = object({ role: text('user', 'assistant'), content: list(part, { min: 1 }) });
const rule = object(
  { messages: list(message, { min: 1 }) },
  {
    schemaVersion: text('messages-v1'),
    system: list(object({ text: text() })),
    inferenceConfig: object(
      {},
      {
        maxTokens: integer({ min: 1, max: 5_000 }),
        temperature: number({ min: 0.00001, max: 1 }),
        topP: number({ min: 0, max: 1 }),
        topK: integer({ min: 0, max: 128 }),
        stopSequences: list(text()),
        reasoningConfig: anything,
      },
    ),
    toolConfig: anything,
  },
);

/**
 * Source: AWS, Amazon Nova user guide, "Complete request schema" and "Complete response schema"; Amazon Nova 2 user
 * guide, "Request and response schema". The default of `maxTokens` depends on the model there; here it is the most.
 */
export const nova: BedrockBody = {
  parse(body) {
    const { messages, inferenceConfig = {} } = parseBody<NovaRequest>(body, rule);
    return {
      prompt: messages.flatMap(({ content }) => content.map((one) => one.text ?? '')).join('\n\n'),
      raw: false,
      maxGenLen: inferenceConfig.maxTokens ?? 5_000,
      temperature: inferenceConfig.temperature ?? 0.7,
      topP: inferenceConfig.topP ?? 0.9,
    };
  },
  format: ({ generation, stopReason, promptTokenCount, generationTokenCount }) => ({
    output: { message: { role: 'assistant', content: [{ text: generation }] } },
    stopReason: stopReason === 'length' ? 'max_tokens' : 'end_turn',
    usage: {
      inputTokens: promptTokenCount,
      outputTokens: generationTokenCount,
      totalTokens: promptTokenCount + generationTokenCount,
    },
  }),
};
