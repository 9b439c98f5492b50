import type { JsonObject } from '../../command/json-object.ts';
import type { WriterInput } from './writer.ts';

/** What one object of a response adds to it. Absent fields add nothing. */
export interface Piece {
  readonly text?: string | undefined;
  /** The model's reasoning before the text, if the server separates it. */
  readonly reasoning?: string | undefined;
  /** Only in the last piece of a text, or in one after it. */
  readonly stopReason?: 'stop' | 'length' | undefined;
  /** These two replace those of earlier pieces. */
  readonly promptTokenCount?: number | undefined;
  readonly generationTokenCount?: number | undefined;
}

/** An endpoint that writes: how it is called, and what is read from its response. */
export interface Endpoint {
  /** Below the server's address. */
  readonly path: string;
  /** @param model its name, if the server has several */
  body(input: WriterInput, model: string | undefined): object;
  read(json: JsonObject): Piece;
  /** Whether a stream may end without a stop reason and still be complete. @default false: the connection was lost */
  readonly endsWithoutReason?: boolean;
}

/**
 * Ollama's own API. With `raw`, the model gets the prompt unchanged; otherwise Ollama applies the model's template.
 * After too many repetitions it ends with `done: false`; if its model crashes, it returns an error.
 *
 * @param options.thinks the model may reason unless `think` is false
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
    // `stop_type` since December 2024, `stopped_limit` before, as in llamafile; `truncated` if the context was full.
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

/** The same for models that reason unless their template disables it: llama.cpp, vLLM and mlx_lm accept this. */
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
  // `message` if the server does not stream.
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
