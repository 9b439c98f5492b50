import type { Route } from './model-server-fixture.ts';

// What the servers answer to the questions at start, by their documentation and their code.

export type Routes = Record<string, Route>;

export const tags = (...models: (string | object)[]): Route => ({
  json: { models: models.map((model) => (typeof model === 'string' ? { name: model } : model)) },
});
export const ollama = (...models: (string | object)[]): Routes => ({
  'GET /api/version': { json: { version: '0.40.12' } },
  'GET /api/tags': tags(...models),
});
export const writes = { capabilities: ['completion', 'tools'] };
export const embedding = { name: 'nomic-embed-text:latest', capabilities: ['embedding'] };
export const cloud = {
  name: 'big:671b-cloud',
  ...writes,
  remote_host: 'https://ollama.com:443',
  remote_model: 'big:671b',
};

const props: Route = {
  json: {
    default_generation_settings: { n_ctx: 4096 },
    model_path: '/models/llama-3.1-8b.gguf',
    model_alias: 'bees',
    total_slots: 1,
  },
};
export const llamaCpp: Routes = {
  'GET /health': { json: { status: 'ok' } },
  'GET /props': props,
  'GET /v1/models': {
    json: { object: 'list', data: [{ id: 'bees', aliases: ['bees', 'wasps'], owned_by: 'llamacpp' }] },
  },
};
export const list = (...models: (string | object)[]): Route => ({
  json: {
    object: 'list',
    data: models.map((model) => ({
      object: 'model',
      ...(typeof model === 'string' ? { id: model } : model),
    })),
  },
});
export const router: Routes = {
  'GET /props': { json: { role: 'router', max_instances: 4, default_generation_settings: { params: null } } },
  'GET /v1/models': list(
    { id: 'ggml-org/a', status: { value: 'unloaded' } },
    { id: 'ggml-org/b', aliases: ['b'], status: { value: 'loaded' } },
  ),
};
const unexpected = { json: { error: 'Unexpected endpoint or method. (GET /x)' } };
export const lmStudio: Routes = {
  // Answers whatever it does not know with status 200.
  'GET /api/version': unexpected,
  'GET /props': unexpected,
  'GET /v1/models': list('text-embedding-nomic', 'a', 'b'),
  'GET /api/v0/models': list(
    { id: 'text-embedding-nomic', type: 'embeddings', state: 'loaded' },
    { id: 'a', type: 'llm', state: 'not-loaded' },
    { id: 'b', type: 'vlm', state: 'loaded' },
  ),
};
export const vllm: Routes = {
  'GET /version': { json: { version: '0.11.0' } },
  'GET /v1/models': list({ id: 'meta-llama/Llama-3.1-8B-Instruct', owned_by: 'vllm', max_model_len: 8192 }),
};
export const mlx: Routes = {
  'GET /health': { json: { status: 'ok' } },
  'GET /v1/models': list('mlx-community/bge-small', 'mlx-community/Llama-3.2-3B-Instruct-4bit'),
};
export const loading: Route = {
  status: 503,
  json: { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } },
};
export const noKey: Route = { status: 401, json: { error: { code: 401, message: 'Invalid API Key' } } };
