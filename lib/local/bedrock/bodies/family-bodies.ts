import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { FamilyName } from '../../../../lambda/core/model/families/family-table.ts';
import type { WriterInput, WriterOutput } from '../../models/writer.ts';
import { type BedrockBody, between, messages, parseBody, tokens } from './bedrock-body.ts';
import { claude } from './claude.ts';

const promptFields = { prompt: v.string(), temperature: between(0, 1), top_p: between(0, 1) };
const chatFields = { messages: messages(v.string()), temperature: between(0, 2), top_p: between(0, 1) };

/** Source: AWS, Amazon Bedrock user guide, "Meta Llama models" (model-parameters-meta). */
const llama: BedrockBody = {
  parse: flatParser('max_gen_len', { ...promptFields, max_gen_len: tokens(2_048) }),
  format: ({ generation, promptTokenCount, generationTokenCount, stopReason }) => ({
    generation,
    prompt_token_count: promptTokenCount,
    generation_token_count: generationTokenCount,
    stop_reason: stopReason,
  }),
};

const parseMistral = flatParser('max_tokens', { ...promptFields, max_tokens: tokens(8_192) });
const parseMixtral = flatParser('max_tokens', { ...promptFields, max_tokens: tokens(4_096) });

/** Source: AWS, Amazon Bedrock user guide, "Mistral AI text completion" (model-parameters-mistral-text-completion). */
const mistral: BedrockBody = {
  parse: (body, model) => (model.includes('mixtral-8x7b') ? parseMixtral : parseMistral)(body, model),
  format: ({ generation, stopReason }) => ({ outputs: [{ text: generation, stop_reason: stopReason }] }),
};

/** Source: AWS, Amazon Bedrock user guide, "DeepSeek models" (model-parameters-deepseek). */
const deepseekR1: BedrockBody = {
  parse: flatParser('max_tokens', { ...promptFields, max_tokens: tokens(32_768) }),
  // The prompt has opened the reasoning.
  format: ({ generation, stopReason }) => ({
    choices: [{ text: afterReasoning(generation, '', '</think>'), stop_reason: stopReason }],
  }),
};

/**
 * Source: AWS, Amazon Bedrock user guide, "Mistral AI chat completion" (model-parameters-mistral-chat-completion), which
 * names the stop reason `stop_reason` and counts no tokens.
 */
const mistralChat: BedrockBody = {
  parse: flatParser('max_tokens', {
    ...chatFields,
    max_tokens: tokens(8_192),
    temperature: between(0, 1),
  }),
  format: ({ generation, stopReason }) => ({
    choices: [{ index: 0, message: { role: 'assistant', content: generation }, stop_reason: stopReason }],
  }),
};

/**
 * Source: AWS, Amazon Bedrock user guide, "OpenAI models" (model-parameters-openai), and for the fields OpenAI's "Create
 * chat completion", to which it refers.
 */
const gptOss: BedrockBody = {
  parse: flatParser('max_completion_tokens', {
    ...chatFields,
    max_completion_tokens: tokens(Number.MAX_SAFE_INTEGER),
    reasoning_effort: v.picklist(['low', 'medium', 'high']),
  }),
  format: ({ generation, ...output }, model) =>
    formatCompletion(
      { generation: afterReasoning(generation, '<reasoning>', '</reasoning>'), ...output },
      model,
    ),
};

/** Source: AWS, Amazon Bedrock user guide, "Writer Palmyra X5" (model-parameters-palmyra-x5). */
const palmyra: BedrockBody = {
  parse: flatParser('max_tokens', {
    ...chatFields,
    max_tokens: tokens(8_192),
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
const nova: BedrockBody = {
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

/** The bodies that the stand-in for Bedrock understands, by the families of the service. */
export const bedrockBodies: Readonly<Record<FamilyName, BedrockBody>> = {
  llama,
  mistral,
  'mistral-chat': mistralChat,
  nova,
  claude,
  'gpt-oss': gptOss,
  'deepseek-r1': deepseekR1,
  palmyra,
};

/**
 * A parser of a body with all fields at its top level.
 *
 * @param fields `prompt` or `messages`, `temperature`, `top_p`, the token limit and the family's own
 */
function flatParser(limitField: string, fields: v.ObjectEntries): BedrockBody['parse'] {
  const schema = v.strictObject(fields);
  return (body) => {
    const parsed = parseBody(body, schema);
    const { [limitField]: maxGenLen, temperature, top_p: topP } = parsed as Record<string, number>;
    const { prompt, messages } = parsed as { prompt?: string; messages?: [{ content: string }] };
    const text = prompt ?? messages?.[0].content;
    return { prompt: text, raw: prompt !== undefined, maxGenLen, temperature, topP } as WriterInput;
  };
}

/** A text with reasoning before it, as from a model that reasons. Text that already contains reasoning is unchanged. */
function afterReasoning(generation: string, opening: string, closing: string): string {
  if (generation.includes(closing)) return generation;
  return `${opening}The user wants a blog post.${closing}${generation}`;
}

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
