import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { CommandError } from '../../../../lib/command/command-error.ts';
import { type ModelUrlOptions, resolveModelUrl } from '../../../../lib/local/models/model-url.ts';
import {
  cloud,
  embedding,
  list,
  llamaCpp,
  loading,
  noKey,
  ollama,
  type Routes,
  router,
} from './model-server-answers.ts';
import { deadUrl, type Route, startModelServer } from './model-server-fixture.ts';

const patience = { silenceMs: 60_000, longestMs: 60_000, retryMs: 1 };

async function refusalOf(url: string, options: Partial<ModelUrlOptions> = {}): Promise<string> {
  const error = await resolveModelUrl(url, { ...patience, ...options }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(CommandError);
  const { message } = error as CommandError;
  expect(message).not.toContain('\n');
  return message;
}

describe('MODEL_URL is refused in one line that says what to do', () => {
  test.each(['', 'localhost:11434', 'ftp://127.0.0.1/', 'no url'])('where it is %j', async (url) => {
    await expect(resolveModelUrl(url, patience)).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringMatching(/is not an http:\/\/ or https:\/\/ URL: give one such as http:.*$/),
    });
  });

  test.each([
    'user:secret@host',
    'user:secret@host:8080/v1',
    'ftp://user:secret@host/',
    'http//user:secret@host',
    'http://user:se@cret@:port/',
    'http://user:secret/with/slash@host:port',
    'localhost:8080?api_key=secret',
    'localhost:8080#secret',
  ])('where it is %j, without its secret', async (url) => {
    const error: Error = await resolveModelUrl(url, patience).catch((reason) => reason);
    expect(error.name).toBe('UsageError');
    expect(error.message).not.toMatch(/secret|cret@|se@/);
  });

  test.each(['//user:secret@', '//user:sec%40ret@'])(
    'where nobody listens, without showing %s',
    async (user) => {
      const url = await deadUrl();
      const message = await refusalOf(`${url.replace('//', user)}/?key=secret`);
      expect(message).toBe(
        `MODEL_URL ${url} does not answer (connect ECONNREFUSED ${url.slice('http://'.length)}): start Ollama with "ollama serve", llama.cpp with "llama-server -m model.gguf", or another OpenAI-compatible server, and wait until it listens, or unset MODEL_URL to use the stand-in writer.`,
      );
    },
  );

  test('where the server is silent', async () => {
    const server = await startModelServer({ 'GET /api/version': () => 'handled' });
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort());
    onTestFinished(() => timeout.mockRestore());
    expect(await refusalOf(server.url)).toContain('does not answer (nothing within 5 s)');
    expect(timeout).toHaveBeenCalledWith(5_000);
  });

  test.each<[string, Route | undefined, string]>([
    ['nothing of the kind', undefined, 'status 404 with "not found"'],
    ['a page', { text: '<!DOCTYPE html>\n<title>Router</title>' }, 'status 200 with an HTML page'],
    ['a word', { text: 'Ollama is running' }, 'status 200 with "Ollama is running"'],
    ['other JSON', { status: 422, json: { detail: ['no'] } }, 'status 422 with {"detail":["no"]}'],
    ['nothing', { status: 400, text: '' }, 'status 400'],
    ['a long text', { text: 'x'.repeat(300) }, `status 200 with "${'x'.repeat(120)}…"`],
    [
      'a redirect',
      (_body, _message, response) => {
        response.writeHead(301, { location: 'https://models.example.com/' }).end('<html>');
        return 'handled';
      },
      'status 301 with a redirect to https://models.example.com/',
    ],
  ])('where something else answers %s', async (_what, route, received) => {
    const paths = ['/api/version', '/props', '/v1/models'];
    const server = await startModelServer(
      route === undefined ? {} : Object.fromEntries(paths.map((path) => [`GET ${path}`, route])),
    );
    expect(await refusalOf(server.url)).toContain(
      `is neither Ollama (/api/version: ${received}) nor llama.cpp (/props: ${received}) nor OpenAI-compatible (/v1/models: ${received}): correct its host and port, or start`,
    );
  });

  test('where the model is never loaded', async () => {
    const server = await startModelServer({ 'GET /api/version': loading });
    expect(await refusalOf(server.url, { silenceMs: 5 })).toContain(
      'was not ready within 0.005 s (Loading model): wait until it has loaded its model, or unset',
    );
  });

  test.each<[string, Routes]>([
    ['llama.cpp', { 'GET /api/version': noKey }],
    ['vLLM', { 'GET /v1/models': { status: 401, json: { error: 'Unauthorized' } } }],
    ['a proxy', { 'GET /api/version': { status: 403, text: '' } }],
  ])('where %s wants a key, or another', async (_who, routes) => {
    const server = await startModelServer(routes);
    expect(await refusalOf(server.url)).toMatch(/ wants a key \(.*\): set MODEL_API_KEY to it, or/);
    const message = await refusalOf(server.url, { apiKey: 'my-key' });
    expect(message).toMatch(/ does not accept MODEL_API_KEY \(.*\): set it to the key/);
    expect(message).not.toContain('my-key');
  });

  test.each<[string, Routes, string | undefined, string]>([
    [
      'Ollama has no model',
      ollama(),
      undefined,
      'has no model: get one with "ollama pull llama3.1:8b", or unset',
    ],
    [
      'Ollama lacks this model',
      ollama('a:1b'),
      'b',
      'has no model b, only a:1b: set MODEL_NAME to one of these, or',
    ],
    [
      'Ollama has none that writes here',
      ollama(embedding, cloud),
      undefined,
      'has no model that can write and runs on this machine, only nomic-embed-text:latest (embedding), big:671b-cloud (cloud): download',
    ],
    [
      'the model is for embeddings',
      ollama(embedding),
      'nomic-embed-text',
      'cannot write with nomic-embed-text, which is',
    ],
    [
      "llama.cpp's one model is another",
      llamaCpp,
      'b',
      'has no model b, only llama-3.1-8b.gguf: set MODEL_NAME',
    ],
    [
      'none of several is this one',
      router,
      'c',
      'has no model c, only ggml-org/a, ggml-org/b: set MODEL_NAME',
    ],
    [
      'none is listed',
      { 'GET /v1/models': list() },
      undefined,
      'lists no model: load one, or set MODEL_NAME, or unset',
    ],
  ])('where %s', async (_what, routes, modelName, message) => {
    const server = await startModelServer(routes);
    expect(await refusalOf(server.url, { modelName })).toContain(`MODEL_URL ${server.url} ${message}`);
  });

  test.each([
    [
      '/api/generate',
      'does not list Ollama\'s models at /api/tags (status 404 with "not found"): set it to Ollama\'s address, or',
    ],
    [
      '/completion',
      'is neither Ollama (/api/version: status 404 with "not found") nor llama.cpp (/props: status 404',
    ],
  ])('where its path %s is of another server', async (path, message) => {
    const server = await startModelServer({});
    expect(await refusalOf(server.url + path)).toContain(`MODEL_URL ${server.url}${path} ${message}`);
  });

  test('where it is https: and the server speaks http', async () => {
    const server = await startModelServer({});
    const url = server.url.replace('http:', 'https:');
    expect(await refusalOf(url)).toContain(
      'does not answer (it does not use TLS: write http:// for https://)',
    );
  });
});
