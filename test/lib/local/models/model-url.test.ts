import { describe, expect, test } from 'vitest';
import { ModelUrlError, resolveModelUrl } from '../../../../lib/local/models/model-url.ts';
import { deadUrl, type Route, startModelServer } from './model-server-fixture.ts';

const tags = (...names: string[]): Route => ({ json: { models: names.map((name) => ({ name })) } });
const ollama = (...names: string[]) => ({
  'GET /api/version': { json: { version: '0.40.12' } },
  'GET /api/tags': tags(...names),
});
const props: Route = {
  json: { default_generation_settings: { n_ctx: 4096 }, model_path: '/models/llama-3.1-8b.gguf' },
};
const llamaCpp = { 'GET /health': { json: { status: 'ok' } }, 'GET /props': props };

async function refusalOf(url: string, options: Parameters<typeof resolveModelUrl>[1] = {}): Promise<string> {
  const error = await resolveModelUrl(url, options).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ModelUrlError);
  const { message } = error as ModelUrlError;
  expect(message).not.toContain('\n');
  return message;
}

describe('MODEL_URL leads to', () => {
  test('Ollama and the first model it lists', async () => {
    const server = await startModelServer(ollama('llama3.1:8b', 'other:latest'));
    expect((await resolveModelUrl(server.url)).name).toBe('Ollama llama3.1:8b');
  });

  test('the model of Ollama that MODEL_NAME says, with or without its tag', async () => {
    const server = await startModelServer(ollama('llama3.1:8b', 'other:latest'));
    expect((await resolveModelUrl(server.url, { modelName: 'other' })).name).toBe('Ollama other:latest');
  });

  test('llama.cpp, told by the name of its model', async () => {
    const server = await startModelServer(llamaCpp);
    expect((await resolveModelUrl(server.url)).name).toBe('llama.cpp llama-3.1-8b.gguf');
  });

  test('an older llama.cpp that has /health only', async () => {
    const server = await startModelServer({ 'GET /health': { json: { status: 'ok' } } });
    expect((await resolveModelUrl(`${server.url}/`)).name).toBe('llama.cpp');
  });

  test.each([
    ['/api/generate', 'POST /api/generate', { response: 'text' }],
    ['/below/api/generate/', 'POST /below/api/generate', { response: 'text' }],
    ['/completion', 'POST /completion', { content: 'text' }],
    ['/below/completion', 'POST /below/completion', { content: 'text' }],
  ])('what its path %s says, without a guess', async (path, route, json) => {
    const server = await startModelServer({
      'GET /api/tags': tags('m'),
      'GET /below/api/tags': tags('m'),
      [route]: { json },
    });
    const writer = await resolveModelUrl(`${server.url}${path}`);
    const input = { prompt: 'p', raw: true, maxGenLen: 1, temperature: 0, topP: 1 };
    expect(await writer.write(input, new AbortController().signal)).toMatchObject({ generation: 'text' });
    expect(server.seen.map((request) => request.route)).not.toContain('GET /api/version');
  });
});

describe('MODEL_URL is refused in one line that says what to do', () => {
  test.each(['', 'localhost:11434', 'ftp://127.0.0.1/', 'no url'])('where it is %j', async (url) => {
    await expect(resolveModelUrl(url)).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringMatching(/is not an http:\/\/ or https:\/\/ URL: give one such as http:.*$/),
    });
  });

  test('where nobody listens, without showing a password', async () => {
    const url = await deadUrl();
    const message = await refusalOf(url.replace('//', '//user:secret@'));
    expect(message).toBe(
      `MODEL_URL ${url} does not answer (connect ECONNREFUSED ${url.slice('http://'.length)}): start Ollama with "ollama serve" or llama.cpp with "llama-server -m model.gguf", or unset MODEL_URL to use the stand-in writer.`,
    );
  });

  test('where the server is silent', async () => {
    const server = await startModelServer({ 'GET /api/version': () => 'handled' });
    expect(await refusalOf(server.url, { timeoutMs: 1 })).toContain('does not answer (nothing within 1 ms)');
  });

  test('where something else answers', async () => {
    const server = await startModelServer({});
    expect(await refusalOf(server.url)).toContain(
      'is neither Ollama (/api/version) nor llama.cpp (/health: status 404',
    );
  });

  test('where llama.cpp is still loading', async () => {
    const health = { status: 503, json: { error: { code: 503, message: 'Loading model' } } };
    const server = await startModelServer({ 'GET /health': health });
    expect(await refusalOf(server.url)).toContain('is not ready (Loading model): wait until');
  });

  test('where Ollama has no model, or not this one', async () => {
    const empty = await startModelServer(ollama());
    expect(await refusalOf(empty.url)).toContain('has no model: get one with "ollama pull llama3.1:8b"');
    const other = await startModelServer(ollama('a:1b'));
    expect(await refusalOf(other.url, { modelName: 'b' })).toContain(
      'has no model b, only a:1b: set MODEL_NAME',
    );
  });

  test('where /api/generate is not of Ollama', async () => {
    const server = await startModelServer({});
    expect(await refusalOf(`${server.url}/api/generate`)).toContain('answers /api/tags with status 404');
  });
});

test('a search that was called off ends with the reason, not with advice', async () => {
  const server = await startModelServer({ 'GET /api/version': () => 'handled' });
  const signal = AbortSignal.abort(new Error('called off'));
  await expect(resolveModelUrl(server.url, { signal })).rejects.toThrow('called off');
});
