import { BedrockFault } from '../bedrock/bedrock-errors.ts';
import { countOf, generateAt } from './model-backend.ts';
import { estimateTokens, type Writer, type WriterInput, type WriterOutput } from './writer.ts';

type Json = Readonly<Record<string, unknown>>;

/** One of the server's endpoints: how it is asked, and what is read of its answer; `undefined` where that has no text. */
interface Endpoint {
  readonly path: string;
  body(input: WriterInput): object;
  read(json: Json, input: WriterInput): WriterOutput | undefined;
}

/**
 * The model that llama.cpp's `llama-server` has loaded: by `/completion`, which applies no template, where the
 * prompt has one; else by `/v1/chat/completions`, which applies the model's own (llama.cpp's tools/server/README.md).
 *
 * @param options.baseUrl the server's address, with a `/` at the end: `http://127.0.0.1:8080/`
 * @param options.model what to call it in messages; the server has one model and needs no name
 */
export function createLlamaCppWriter(options: { baseUrl: URL; model?: string | undefined }): Writer {
  const { baseUrl, model } = options;
  const name = model === undefined ? 'llama.cpp' : `llama.cpp ${model}`;
  return {
    name,
    describe: () =>
      `the model ${model === undefined ? '' : `${model} `}of llama.cpp's server at ${baseUrl.origin}`,
    async write(input, signal) {
      const endpoint = input.raw ? completion : chat;
      const url = new URL(endpoint.path, baseUrl);
      const json = await generateAt(url, { backend: name, signal, body: endpoint.body(input) });
      const output = endpoint.read(json, input);
      if (output !== undefined) return output;
      throw new BedrockFault('InternalServerException', `${name} answered without a "content"`);
    },
  };
}

const completion: Endpoint = {
  path: 'completion',
  body: ({ prompt, maxGenLen, temperature, topP }) => ({
    prompt,
    n_predict: maxGenLen,
    temperature,
    top_p: topP,
    stream: false,
  }),
  read(json, { prompt }) {
    if (typeof json.content !== 'string') return undefined;
    // `stop_type` since December 2024, `stopped_limit` before; `truncated` where the context was full.
    const cut = json.stop_type === 'limit' || json.stopped_limit === true || json.truncated === true;
    return {
      generation: json.content,
      promptTokenCount: countOf(json.tokens_evaluated, estimateTokens(prompt)),
      generationTokenCount: countOf(json.tokens_predicted, estimateTokens(json.content)),
      stopReason: cut ? 'length' : 'stop',
    };
  },
};

const chat: Endpoint = {
  path: 'v1/chat/completions',
  body: ({ prompt, maxGenLen, temperature, topP }) => ({
    messages: [{ role: 'user', content: prompt }],
    max_tokens: maxGenLen,
    temperature,
    top_p: topP,
    stream: false,
  }),
  read(json, { prompt }) {
    const { choices, usage } = json as { choices?: ChatChoice[]; usage?: Json };
    const { message, finish_reason } = choices?.[0] ?? {};
    if (message === undefined) return undefined;
    // Reasoning stands in another field; where all is reasoning, there is no content.
    const generation = message.content ?? '';
    return {
      generation,
      promptTokenCount: countOf(usage?.prompt_tokens, estimateTokens(prompt)),
      generationTokenCount: countOf(usage?.completion_tokens, estimateTokens(generation)),
      stopReason: finish_reason === 'length' ? 'length' : 'stop',
    };
  },
};

interface ChatChoice {
  readonly message?: { readonly content?: string | null };
  readonly finish_reason?: string;
}
