import { randomUUID } from 'node:crypto';
import { BedrockFault } from '../bedrock-errors.ts';
import { type BedrockBody, parseBody } from './bedrock-body.ts';
import { assertSampling } from './claude-sampling.ts';
import { anything, either, integer, list, number, object, type Rule, text } from './schema-rules.ts';

interface Block {
  readonly type: string;
  readonly text?: string;
}
interface ClaudeRequest {
  readonly anthropic_version: string;
  readonly max_tokens: number;
  readonly messages: readonly { readonly content: string | readonly Block[] }[];
  readonly temperature?: number;
  readonly top_p?: number;
  readonly top_k?: number;
}

const version = 'bedrock-2023-05-31';
const otherBlock: Rule = (value, at) =>
  (value as Block | null)?.type === 'text' ? [`${at}: required key [text] not found`] : anything(value, at);
const block = either(object({ type: text('text'), text: text() }, { cache_control: anything }), otherBlock);

function ruleFor(foundationModelId: string): Rule {
  const always = /claude-(?:fable|mythos)/.test(foundationModelId);
  return object(
    {
      anthropic_version: text(),
      max_tokens: integer({ min: 1 }),
      messages: list(
        object({ role: text('user', 'assistant'), content: either(text(), list(block, { min: 1 })) }),
        { min: 1 },
      ),
    },
    {
      temperature: number({ min: 0, max: 1 }),
      top_p: number({ min: 0, max: 1 }),
      top_k: integer({ min: 0 }),
      system: either(text(), list(block)),
      stop_sequences: list(text()),
      // These cannot be told not to think.
      thinking: object(
        { type: always ? text('enabled', 'adaptive') : text('enabled', 'adaptive', 'disabled') },
        { budget_tokens: integer({ min: 1_024 }) },
      ),
      anthropic_beta: list(text()),
      tools: anything,
      tool_choice: anything,
    },
  );
}

/**
 * Source: AWS, Amazon Bedrock user guide, "Anthropic Claude Messages API: Request and Response"
 * (model-parameters-anthropic-claude-messages-request-response); of thinking, "Adaptive thinking".
 */
export const claude: BedrockBody = {
  parse(body, foundationModelId) {
    const request = parseBody<ClaudeRequest>(body, ruleFor(foundationModelId));
    if (request.anthropic_version !== version) {
      throw new BedrockFault('ValidationException', `Invalid API version: ${request.anthropic_version}`);
    }
    assertSampling(request, foundationModelId);
    return {
      prompt: request.messages.map(({ content }) => readContent(content)).join('\n\n'),
      raw: false,
      maxGenLen: request.max_tokens,
      temperature: request.temperature ?? 1,
      topP: request.top_p ?? 1,
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

function readContent(content: string | readonly Block[]): string {
  return typeof content === 'string' ? content : content.map((one) => one.text ?? '').join('\n\n');
}
