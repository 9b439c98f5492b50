import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { BedrockFault } from '../bedrock-errors.ts';
import { type BedrockBody, between, messages, parseBody, tokens } from './bedrock-body.ts';

const request = v.strictObject({
  anthropic_version: v.literal('bedrock-2023-05-31'),
  max_tokens: tokens(Number.MAX_SAFE_INTEGER),
  messages: messages(v.tuple([v.strictObject({ type: v.literal('text'), text: v.string() })])),
  temperature: v.optional(between(0, 1)),
  top_p: v.optional(between(0, 1)),
  thinking: v.optional(v.strictObject({ type: v.literal('disabled') })),
});

/**
 * Source: AWS, Amazon Bedrock user guide, "Anthropic Claude Messages API: Request and Response"
 * (model-parameters-anthropic-claude-messages-request-response); of thinking, "Adaptive thinking".
 */
export const claude: BedrockBody = {
  parse(body, foundationModelId) {
    const { messages, max_tokens, thinking, ...sampling } = parseBody(body, request);
    if (thinking !== undefined && /claude-(?:fable|mythos)/.test(foundationModelId)) {
      throw refusal('thinking cannot be disabled for this model.');
    }
    assertSampling(sampling, foundationModelId);
    return {
      prompt: messages[0].content[0].text,
      raw: false,
      maxGenLen: max_tokens,
      temperature: sampling.temperature ?? 1,
      topP: sampling.top_p ?? 1,
    };
  },
  format: ({ generation, stopReason, promptTokenCount, generationTokenCount }, foundationModelId) => ({
    id: `msg_bdrk_${randomUUID()}`,
    type: 'message',
    role: 'assistant',
    model: foundationModelId.replace(/^anthropic\./, ''),
    content: [{ type: 'text', text: generation }],
    stop_reason: stopReason === 'length' ? 'max_tokens' : 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: promptTokenCount, output_tokens: generationTokenCount },
  }),
};

// Names instead of the service's rules, so that each can reveal a mistake in the other.
const acceptBoth = [
  ...['claude-v2', 'claude-instant', 'claude-3-'],
  ...['claude-sonnet-4-20250514', 'claude-opus-4-20250514'],
];
const acceptEither = [
  ...['claude-opus-4-1', 'claude-sonnet-4-5', 'claude-haiku-4-5', 'claude-opus-4-5'],
  ...['claude-sonnet-4-6', 'claude-opus-4-6'],
];

/**
 * Refuses the sampling that a version of Claude does not accept, in its words. Sources: AWS, Amazon Bedrock user guide,
 * the warning of the Messages API's request page and the model card of Claude Opus 4.7; for Opus 4.1, which AWS does
 * not name, github.com/aws-samples/bedrock-chat/pull/979. A version that is not named accepts none, as the latest.
 */
function assertSampling(
  { temperature, top_p }: { temperature?: number | undefined; top_p?: number | undefined },
  foundationModelId: string,
): void {
  const isOneOf = (names: readonly string[]) =>
    names.some((name) => foundationModelId.startsWith(`anthropic.${name}`));
  if (isOneOf(acceptBoth)) return;
  if (isOneOf(acceptEither)) {
    if (temperature === undefined || top_p === undefined) return;
    throw refusal('`temperature` and `top_p` cannot both be specified for this model. Please use only one.');
  }
  if (temperature !== undefined) throw refusal('`temperature` is deprecated for this model.');
  if (top_p !== undefined) throw refusal('`top_p` is deprecated for this model.');
}

const refusal = (message: string): BedrockFault => new BedrockFault('ValidationException', message);
