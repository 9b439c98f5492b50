import type { JsonObject } from '../../command/json-object.ts';
import type { WriterInput } from './writer.ts';

/** What one object of an answer adds to it; what it does not speak of is left out. */
export interface Piece {
  readonly text?: string | undefined;
  /** What the model thinks before it writes, where the server keeps that apart. */
  readonly reasoning?: string | undefined;
  /** Only in the last piece of a text, or one after it. */
  readonly stopReason?: 'stop' | 'length' | undefined;
  /** These two replace those of earlier pieces. */
  readonly promptTokenCount?: number | undefined;
  readonly generationTokenCount?: number | undefined;
}

/** One of a server's endpoints that write: how it is asked, and what is read of its answer. */
export interface Endpoint {
  /** Below the server's address. */
  readonly path: string;
  /** @param model its name, where the server has several */
  body(input: WriterInput, model: string | undefined): object;
  read(json: JsonObject): Piece;
  /** Whether a stream may end without a stop reason, and its text be all there is. @default false: the server went away */
  readonly endsWithoutReason?: boolean;
}

/**
 * Ollama's own API. With `raw` the prompt goes to the model as it is; else Ollama puts the model's template around it.
 * After a run of repeats it ends with `done: false`; where its model crashes, it says so.
 *
 * @param options.thinks the model may reason unless it is asked not to
 * @see https://github.com/ollama/ollama/blob/main/docs/api.md "Generate a completion"
 */
export function ollamaGenerate({ thinks }: { thinks: boolean }): Endpoint {
  return {
    path: 'api/generate',
    endsWithoutReason: true,
    body: ({ prompt, raw, maxGenLen, temperature, topP }, model) => ({
      model,
      prompt,
      ...(raw && { raw }),
      ...(thinks && { think: false }),
      stream: true,
      options: { num_predict: maxGenLen, temperature, top_p: topP },
    }),
    read: (json) => ({
      text: asText(json.response),
      reasoning: asText(json.thinking),
      stopReason: json.done === true ? (json.done_reason === 'length' ? 'length' : 'stop') : undefined,
      promptTokenCount: asCount(json.prompt_eval_count),
      generationTokenCount: asCount(json.eval_count),
    }),
  };
}

/** llama.cpp's own endpoint, which applies no template. @see https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md */
export const llamaCppCompletion: Endpoint = {
  path: 'completion',
  body: ({ prompt, maxGenLen, temperature, topP }) => ({
    prompt,
    n_predict: maxGenLen,
    temperature,
    top_p: topP,
    stream: true,
  }),
  read(json) {
    // `stop_type` since December 2024, `stopped_limit` before, as in llamafile; `truncated` where the context was full.
    const cut = json.stop_type === 'limit' || json.stopped_limit === true || json.truncated === true;
    return {
      text: asText(json.content),
      stopReason: json.stop === true ? (cut ? 'length' : 'stop') : undefined,
      promptTokenCount: asCount(json.tokens_evaluated),
      generationTokenCount: asCount(json.tokens_predicted),
    };
  },
};

/** OpenAI's text completion, which applies no template. @see https://platform.openai.com/docs/api-reference/completions */
export const openAiCompletion: Endpoint = {
  path: 'v1/completions',
  body: (input, model) => ({ ...openAiFields(input, model), prompt: input.prompt }),
  read: readChoice,
};

/** OpenAI's chat completion, which applies the model's template. @see https://platform.openai.com/docs/api-reference/chat */
export const openAiChat: Endpoint = {
  path: 'v1/chat/completions',
  body: (input, model) => ({
    ...openAiFields(input, model),
    messages: [{ role: 'user', content: input.prompt }],
  }),
  read: readChoice,
};

/** The same for models that reason unless their template is asked not to: llama.cpp, vLLM and mlx_lm take it. */
export const openAiChatWithoutThinking: Endpoint = {
  ...openAiChat,
  body: (input, model) => ({
    ...openAiChat.body(input, model),
    chat_template_kwargs: { enable_thinking: false },
  }),
};

function openAiFields({ maxGenLen, temperature, topP }: WriterInput, model: string | undefined): object {
  return {
    model,
    max_tokens: maxGenLen,
    temperature,
    top_p: topP,
    stream: true,
    stream_options: { include_usage: true },
  };
}

interface Choice {
  readonly text?: unknown;
  readonly delta?: JsonObject;
  readonly message?: JsonObject;
  readonly finish_reason?: unknown;
}

function readChoice(json: JsonObject): Piece {
  const { choices, usage } = json as { choices?: readonly Choice[]; usage?: JsonObject | null };
  const choice = choices?.[0];
  // `message` where the server does not stream.
  const message = choice?.delta ?? choice?.message;
  const reason = choice?.finish_reason;
  return {
    text: asText(message?.content ?? choice?.text),
    reasoning: asText(message?.reasoning_content ?? message?.reasoning),
    stopReason: typeof reason === 'string' ? (reason === 'length' ? 'length' : 'stop') : undefined,
    promptTokenCount: asCount(usage?.prompt_tokens),
    generationTokenCount: asCount(usage?.completion_tokens),
  };
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function asCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined;
}
