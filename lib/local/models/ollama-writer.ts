import { BedrockFault } from '../bedrock/bedrock-errors.ts';
import { countOf, generateAt } from './model-backend.ts';
import { estimateTokens, type Writer } from './writer.ts';

/**
 * A model of Ollama on the user's machine, by `/api/generate`. A prompt that has a template is sent with `raw: true`,
 * so that the model sees it as it is (Ollama's docs/api.md, "Request (Raw Mode)"); around any other, Ollama puts the
 * model's own.
 *
 * @param options.baseUrl Ollama's address, with a `/` at the end: `http://127.0.0.1:11434/`
 * @param options.model as `ollama list` names it
 */
export function createOllamaWriter(options: { baseUrl: URL; model: string }): Writer {
  const { baseUrl, model } = options;
  const url = new URL('api/generate', baseUrl);
  const name = `Ollama ${model}`;
  return {
    name,
    describe: () => `the model ${model} of Ollama at ${baseUrl.origin}`,
    async write(input, signal) {
      const { prompt, raw, maxGenLen, temperature, topP } = input;
      const json = await generateAt(url, {
        backend: name,
        signal,
        body: {
          model,
          prompt,
          ...(raw && { raw }),
          stream: false,
          options: { num_predict: maxGenLen, temperature, top_p: topP },
        },
      });
      if (typeof json.response !== 'string') {
        throw new BedrockFault('InternalServerException', `${name} answered without a "response"`);
      }
      const generationTokenCount = countOf(json.eval_count, estimateTokens(json.response));
      // Servers before done_reason only tell by the count that they stopped at num_predict.
      const cut =
        json.done_reason === undefined ? generationTokenCount >= maxGenLen : json.done_reason === 'length';
      return {
        generation: json.response,
        // Left out by some versions where the prompt was in their cache.
        promptTokenCount: countOf(json.prompt_eval_count, estimateTokens(prompt)),
        generationTokenCount,
        stopReason: cut ? 'length' : 'stop',
      };
    },
  };
}
