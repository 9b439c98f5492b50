import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { WriterInput, WriterOutput } from '../../models/writer.ts';
import { type BedrockBody, between, parseBody, tokens } from './bedrock-body.ts';

/**
 * Source: AWS, Amazon Bedrock user guide, "Mistral AI chat completion" (model-parameters-mistral-chat-completion), which
 * names the stop reason `stop_reason` and counts no tokens.
 */
export const mistralChat: BedrockBody = {
  parse: chatParser('max_tokens', {
    max_tokens: tokens(8_192),
    temperature: between(0, 1),
    top_p: between(0, 1),
  }),
  format: ({ generation, stopReason }) => ({
    choices: [{ index: 0, message: { role: 'assistant', content: generation }, stop_reason: stopReason }],
  }),
};

/**
 * Source: AWS, Amazon Bedrock user guide, "OpenAI models" (model-parameters-openai), and for the fields OpenAI's "Create
 * chat completion", to which it refers.
 */
export const gptOss: BedrockBody = {
  parse: chatParser('max_completion_tokens', {
    max_completion_tokens: tokens(Number.MAX_SAFE_INTEGER),
    temperature: between(0, 2),
    top_p: between(0, 1),
    reasoning_effort: v.picklist(['low', 'medium', 'high']),
  }),
  format: formatCompletion,
  reasoning: { opening: '<reasoning>', closing: '</reasoning>' },
};

/** Source: AWS, Amazon Bedrock user guide, "Writer Palmyra X5" (model-parameters-palmyra-x5). */
export const palmyra: BedrockBody = {
  parse: chatParser('max_tokens', {
    max_tokens: tokens(8_192),
    temperature: between(0, 2),
    top_p: v.pipe(between(0, 1), v.gtValue(0)),
  }),
  format: formatCompletion,
};

const novaRequest = v.strictObject({
  messages: messages(v.tuple([v.strictObject({ text: v.string() })])),
  inferenceConfig: v.strictObject({
    maxTokens: tokens(5_000),
    temperature: between(0.00001, 1),
    topP: v.optional(between(0, 1), 0.9),
  }),
});

/**
 * Source: AWS, Amazon Nova user guide, "Complete request schema" and "Complete response schema"; Amazon Nova 2 user
 * guide, "Request and response schema".
 */
export const nova: BedrockBody = {
  parse(body) {
    const { messages, inferenceConfig } = parseBody(body, novaRequest);
    const { maxTokens, temperature, topP } = inferenceConfig;
    return { prompt: messages[0].content[0].text, raw: false, maxGenLen: maxTokens, temperature, topP };
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

/** The one message of the user that the service sends. */
export function messages<Content extends v.GenericSchema>(content: Content) {
  return v.tuple([v.strictObject({ role: v.literal('user'), content })]);
}

/** @param fields of the request beside `messages`: the token limit, `temperature` and `top_p` among them */
function chatParser(limitField: string, fields: v.ObjectEntries): BedrockBody['parse'] {
  const schema = v.strictObject({ messages: messages(v.string()), ...fields });
  return (body) => {
    const { messages, ...others } = parseBody(body, schema);
    const { [limitField]: maxGenLen, temperature, top_p: topP } = others as Record<string, number>;
    return { prompt: messages[0].content, raw: false, maxGenLen, temperature, topP } as WriterInput;
  };
}

/** OpenAI's chat completion object. */
function formatCompletion(output: WriterOutput, foundationModelId: string): object {
  const { generation, stopReason, promptTokenCount, generationTokenCount } = output;
  return {
    id: `chatcmpl-${randomUUID()}`,
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1_000),
    model: foundationModelId,
    choices: [{ index: 0, message: { role: 'assistant', content: generation }, finish_reason: stopReason }],
    usage: {
      prompt_tokens: promptTokenCount,
      completion_tokens: generationTokenCount,
      total_tokens: promptTokenCount + generationTokenCount,
    },
  };
}
