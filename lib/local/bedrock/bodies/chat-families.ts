import { chatCompletion } from './chat-completion.ts';
import { anything, either, integer, list, number, object, text } from './schema-rules.ts';

const parts = list(object({ type: text('text'), text: text() }), { min: 1 });

/**
 * Mistral's models that are asked by chat. Source: AWS, Amazon Bedrock user guide, "Mistral AI chat completion"
 * (model-parameters-mistral-chat-completion), which names the stop reason `stop_reason` and counts no tokens.
 */
export const mistralChat = chatCompletion({
  message: {
    required: { role: text('system', 'user', 'assistant', 'tool'), content: either(text(), parts) },
    optional: { tool_calls: anything, tool_call_id: text() },
  },
  fields: {
    max_tokens: integer({ min: 1, max: 8_192 }),
    temperature: number({ min: 0, max: 1 }),
    top_p: number({ min: 0, max: 1 }),
    tools: anything,
    tool_choice: text('auto', 'any', 'none'),
  },
  defaults: { maxGenLen: 8_192, temperature: 0.7, topP: 1 },
  format: ({ generation, stopReason }) => ({
    choices: [{ index: 0, message: { role: 'assistant', content: generation }, stop_reason: stopReason }],
  }),
});

/**
 * OpenAI's open-weight models. Source: AWS, Amazon Bedrock user guide, "OpenAI models" (model-parameters-openai), and
 * for the fields OpenAI's "Create chat completion", to which it refers. The text follows a `<reasoning>`.
 */
export const gptOss = chatCompletion({
  message: {
    required: {
      role: text('developer', 'system', 'user', 'assistant', 'tool'),
      content: either(text(), parts),
    },
    optional: { name: text(), tool_calls: anything, tool_call_id: text() },
  },
  fields: {
    model: text(),
    max_completion_tokens: integer({ min: 1 }),
    // Deprecated, and taken still.
    max_tokens: integer({ min: 1 }),
    temperature: number({ min: 0, max: 2 }),
    top_p: number({ min: 0, max: 1 }),
    reasoning_effort: text('low', 'medium', 'high'),
    stop: either(text(), list(text(), { max: 4 })),
    seed: integer(),
    presence_penalty: number({ min: -2, max: 2 }),
    frequency_penalty: number({ min: -2, max: 2 }),
    stream: anything,
    tools: anything,
    tool_choice: anything,
    response_format: anything,
  },
  defaults: { maxGenLen: 4_096, temperature: 1, topP: 1 },
  reasoning: { opening: '<reasoning>', closing: '</reasoning>' },
});

/**
 * Writer's Palmyra X5. Source: AWS, Amazon Bedrock user guide, "Writer Palmyra X5" (model-parameters-palmyra-x5),
 * whose example gives a message's content as an object.
 */
export const palmyra = chatCompletion({
  message: {
    required: {
      role: text('system', 'user', 'assistant', 'tool'),
      content: either(text(), object({ text: text() }), parts),
    },
  },
  fields: {
    max_tokens: integer({ min: 1, max: 8_192 }),
    min_tokens: integer({ min: 0 }),
    temperature: number({ min: 0, max: 2 }),
    top_p: number({ above: 0, max: 1 }),
    stop: list(text(), { max: 4 }),
    seed: integer(),
    presence_penalty: number({ min: -2, max: 2 }),
    frequency_penalty: number({ min: -2, max: 2 }),
  },
  defaults: { maxGenLen: 16, temperature: 1, topP: 1 },
});
