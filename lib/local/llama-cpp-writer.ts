import { BedrockFault } from './bedrock-errors.ts';
import { countOf, generateAt } from './model-backend.ts';
import { estimateTokens, type Writer } from './writer.ts';

/**
 * The model that llama.cpp's `llama-server` has loaded, by `/completion`, which applies no template
 * (llama.cpp's tools/server/README.md).
 *
 * @param options.baseUrl the server's address, with a `/` at the end: `http://127.0.0.1:8080/`
 * @param options.model what to call it in messages; the server has one model and needs no name
 */
export function createLlamaCppWriter(options: { baseUrl: URL; model?: string | undefined }): Writer {
  const { baseUrl, model } = options;
  const url = new URL('completion', baseUrl);
  const name = model === undefined ? 'llama.cpp' : `llama.cpp ${model}`;
  return {
    name,
    describe: () =>
      `the model ${model === undefined ? '' : `${model} `}of llama.cpp's server at ${baseUrl.origin}`,
    async write(input, signal) {
      const { prompt, maxGenLen, temperature, topP } = input;
      const json = await generateAt(url, {
        backend: name,
        signal,
        body: { prompt, n_predict: maxGenLen, temperature, top_p: topP, stream: false },
      });
      if (typeof json.content !== 'string') {
        throw new BedrockFault('InternalServerException', `${name} answered without a "content"`);
      }
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
}
