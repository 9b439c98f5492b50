import { randomUUID } from 'node:crypto';
import type { WriterOutput } from '../../models/writer.ts';
import { type BedrockBody, parseBody } from './bedrock-body.ts';
import type { ReasoningTags } from './hidden-reasoning.ts';
import { list, object, type Rule } from './schema-rules.ts';

/** What sets a family apart from the others that are asked by chat completion. */
export interface ChatOptions {
  /** A message's fields; `content` is required of each. */
  readonly message: { readonly required: Record<string, Rule>; readonly optional?: Record<string, Rule> };
  /** The request's fields beside `messages`. */
  readonly fields: Record<string, Rule>;
  readonly defaults: { readonly maxGenLen: number; readonly temperature: number; readonly topP: number };
  /** Default: the models show no reasoning. */
  readonly reasoning?: ReasoningTags;
  /** The answer's body. Default: OpenAI's chat completion object. */
  readonly format?: BedrockBody['format'];
}

interface ChatRequest {
  readonly messages: readonly { readonly content: unknown }[];
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
  readonly temperature?: number;
  readonly top_p?: number;
}

/** The bodies of a family that is asked with `messages` and answers `choices`. */
export function chatCompletion(options: ChatOptions): BedrockBody {
  const { message, fields, defaults, reasoning, format = formatCompletion } = options;
  const rule = object({ messages: list(object(message.required, message.optional), { min: 1 }) }, fields);
  return {
    parse(body) {
      const request = parseBody<ChatRequest>(body, rule);
      return {
        prompt: request.messages.map(({ content }) => readContent(content)).join('\n\n'),
        raw: false,
        maxGenLen: request.max_completion_tokens ?? request.max_tokens ?? defaults.maxGenLen,
        temperature: request.temperature ?? defaults.temperature,
        topP: request.top_p ?? defaults.topP,
      };
    },
    format,
    ...(reasoning !== undefined && { reasoning }),
  };
}

/** The text of a message, alone or in parts. */
function readContent(content: unknown): string {
  if (typeof content === 'string') return content;
  if (Array.isArray(content)) return content.map(readContent).join('\n\n');
  return String((content as { text?: unknown } | null)?.text ?? '');
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
