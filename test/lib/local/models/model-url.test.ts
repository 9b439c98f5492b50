import { describe, expect, test } from 'vitest';
import { type ModelUrlOptions, resolveModelUrl } from '../../../../lib/local/models/model-url.ts';
import {
  cloud,
  embedding,
  list,
  llamaCpp,
  lmStudio,
  loading,
  mlx,
  ollama,
  type Routes,
  router,
  tags,
  vllm,
  writes,
} from './model-server-answers.ts';
import { type Route, startModelServer } from './model-server-fixture.ts';

async function resolve(routes: Routes, path = '', options: Partial<ModelUrlOptions> = {}) {
  const server = await startModelServer(routes);
  const patience = { silenceMs: 60_000, longestMs: 60_000, retryMs: 1 };
  const writer = await resolveModelUrl(`${server.url}${path}`, { ...patience, ...options });
  return { server, writer, described: writer.describe().replace(` at ${server.url}`, '') };
}

describe('MODEL_URL leads to', () => {
  test.each<[string, Routes, string | undefined, string]>([
    ['the first model of Ollama', ollama('llama3.1:8b', 'other:latest'), undefined, 'llama3.1:8b of Ollama'],
    [
      'the first that can write and is here',
      ollama(embedding, cloud, { name: 'a:1b', ...writes }),
      undefined,
      'a:1b of Ollama',
    ],
    [
      'the first that an old Ollama has for writing',
      ollama({ name: 'mine', details: { family: 'nomic-bert' } }, 'all-minilm:22m', 'a:1b'),
      undefined,
      'a:1b of Ollama',
    ],
    [
      'the model of Ollama that MODEL_NAME says',
      ollama('a:1b', 'other:latest'),
      'other:latest',
      'other:latest of Ollama',
    ],
    ['it without its tag', ollama('a:1b', 'other:latest'), 'other', 'other:latest of Ollama'],
    [
      'a cloud model where MODEL_NAME says so',
      ollama('a:1b', cloud),
      'big:671b-cloud',
      'big:671b-cloud of Ollama',
    ],
    ["llama.cpp's one model", llamaCpp, undefined, 'llama-3.1-8b.gguf of llama.cpp'],
    ["llama.cpp's one model by its name", llamaCpp, 'llama-3.1-8b', 'llama-3.1-8b.gguf of llama.cpp'],
    ['it by its first alias', llamaCpp, 'bees', 'llama-3.1-8b.gguf of llama.cpp'],
    ['it by another alias', llamaCpp, 'wasps', 'llama-3.1-8b.gguf of llama.cpp'],
    ['the loaded one of several of llama.cpp', router, undefined, 'ggml-org/b of llama.cpp'],
    [
      'the sleeping one where none of several of llama.cpp is loaded',
      {
        'GET /props': { json: { role: 'router' } },
        'GET /v1/models': list(
          { id: 'a', status: { value: 'unloaded' } },
          { id: 'b', status: { value: 'sleeping' } },
        ),
      },
      undefined,
      'b of llama.cpp',
    ],
    ['the one of several of llama.cpp that MODEL_NAME says', router, 'ggml-org/a', 'ggml-org/a of llama.cpp'],
    ['it by an alias', router, 'b', 'ggml-org/b of llama.cpp'],
    ['the loaded model of LM Studio that can write', lmStudio, undefined, 'b of LM Studio'],
    ['the model of LM Studio that MODEL_NAME says', lmStudio, 'a', 'a of LM Studio'],
    ['the model of vLLM', vllm, undefined, 'meta-llama/Llama-3.1-8B-Instruct of vLLM'],
    [
      'the first model of mlx_lm that can write, although it has /health as llama.cpp has',
      mlx,
      undefined,
      'mlx-community/Llama-3.2-3B-Instruct-4bit of an OpenAI-compatible server',
    ],
    [
      'the model that MODEL_NAME says where none is listed',
      { 'GET /v1/models': list() },
      'm',
      'm of an OpenAI-compatible server',
    ],
  ])('%s', async (_what, routes, modelName, name) => {
    const { described } = await resolve(routes, '', { modelName });
    expect(described).toBe(`the model ${name}`);
  });

  test.each([
    '/',
    '/v1',
    '/v1/',
    '/v1/models',
    '/v1/completions',
    '/v1/chat/completions',
    '/v1/messages',
    '/v1/responses',
    '/completion',
    '/completions',
    '/chat/completions',
    '/models',
    '/props',
    '/health',
    '/api/v0',
    '/api/v0/models',
    '/api/v1',
  ])('the same server with %s at its end', async (path) => {
    const servers = [ollama('a:1b'), llamaCpp, router, lmStudio, vllm, mlx];
    for (const routes of servers) {
      const [plain, written] = [await resolve(routes), await resolve(routes, path)];
      expect(written.described).toBe(plain.described);
      expect(written.server.seen).toEqual(plain.server.seen);
    }
  });

  test.each([
    ['/api/generate', 'POST /api/generate', { response: 'text', done: true }],
    ['/api/chat', 'POST /api/generate', { response: 'text', done: true }],
    ['/below/api/generate/', 'POST /below/api/generate', { response: 'text', done: true }],
  ])('what its path %s says, without a guess', async (path, route, json) => {
    const routes = { 'GET /api/tags': tags('m'), 'GET /below/api/tags': tags('m'), [route]: { json } };
    const { server, writer } = await resolve(routes, path);
    const input = { prompt: 'p', raw: true, maxGenLen: 1, temperature: 0, topP: 1 };
    expect(await writer.write(input, new AbortController().signal)).toMatchObject({ generation: 'text' });
    expect(server.seen.map((request) => request.route)).not.toContain('GET /api/version');
  });

  test('a server below a path', async () => {
    const { server, writer } = await resolve({ 'GET /below/v1/models': list('m') }, '/below/v1');
    expect(writer.describe()).toBe(`the model m of an OpenAI-compatible server at ${server.url}`);
  });

  test('a server that wants a key, with MODEL_API_KEY in every request', async () => {
    const chat = { choices: [{ message: { content: 'text' }, finish_reason: 'stop' }] };
    const routes = { ...vllm, 'POST /v1/chat/completions': { json: chat } };
    const { server, writer } = await resolve(routes, '', { apiKey: 'k' });
    const input = { prompt: 'p', raw: false, maxGenLen: 1, temperature: 0, topP: 1 };
    await writer.write(input, new AbortController().signal);
    expect(new Set(server.keys)).toEqual(new Set(['Bearer k']));
  });

  test.each<[string, object, string]>([
    ['loads its model', loading, 'Loading model'],
    ['starts behind a proxy', { status: 502, text: '<html>' }, 'status 502 with an HTML page'],
    ['is busy', { status: 429, text: '' }, 'status 429'],
  ])('a server that %s, once it is ready', async (_what, notReady, reason) => {
    const waits: string[] = [];
    let questions = 0;
    const slowly: Route = () => (questions++ < 3 ? notReady : { status: 404, json: {} });
    const { server, described } = await resolve({ ...llamaCpp, 'GET /api/version': slowly }, '', {
      onWait: (message) => waits.push(message),
    });
    expect(described).toBe('the model llama-3.1-8b.gguf of llama.cpp');
    expect(waits).toEqual([`MODEL_URL ${server.url} is not ready (${reason}): waiting for it.`]);
  });
});
