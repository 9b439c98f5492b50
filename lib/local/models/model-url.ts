import { UsageError } from '../../command/command-error.ts';
import { createLlamaCppWriter } from './llama-cpp-writer.ts';
import { type BackendAnswer, callBackend, messageOf, reasonOf } from './model-backend.ts';
import { createOllamaWriter } from './ollama-writer.ts';
import type { Writer } from './writer.ts';

/** `MODEL_URL` leads to no model. The message is one line and says what to do. */
export class ModelUrlError extends Error {
  override readonly name = 'ModelUrlError';
}

export interface ModelUrlOptions {
  /** Which of Ollama's models; ignored by llama.cpp, which has one. @default the first one Ollama lists */
  readonly modelName?: string | undefined;
  /** For each question asked of the server. @default 5000 */
  readonly timeoutMs?: number;
  /** Ends the search. @default never */
  readonly signal?: AbortSignal;
}

interface Server {
  /** As the user gave it, without a password. */
  readonly shown: string;
  readonly baseUrl: URL;
  /** @throws ModelUrlError where no answer comes */
  ask(path: string): Promise<BackendAnswer>;
}

const startOne = 'start Ollama with "ollama serve" or llama.cpp with "llama-server -m model.gguf"';
const orUnset = 'or unset MODEL_URL to use the stand-in writer';

/**
 * Finds out which model server is at a URL. A path that ends in `/api/generate` or `/completion` decides;
 * otherwise Ollama answers `/api/version`, and llama.cpp `/props` or `/health`.
 *
 * @example
 * const writer = await resolveModelUrl('http://127.0.0.1:11434', { modelName: 'llama3.1:8b' });
 *
 * @throws UsageError for a URL that is not http or https; ModelUrlError for a server that does not answer, is
 * neither of the two, has no such model or is still loading it
 */
export async function resolveModelUrl(url: string, options: ModelUrlOptions = {}): Promise<Writer> {
  const parsed = parseHttpUrl(url);
  const path = parsed.pathname.replace(/\/+$/, '');
  const explicit = /\/(api\/generate|completion)$/.exec(path)?.[0];
  const server = connect(parsed, path.slice(0, path.length - (explicit ?? '').length), options);
  if (explicit === '/api/generate') return resolveOllama(server, options.modelName);
  if (explicit === '/completion') return resolveLlamaCpp(server, 'sure');
  const version = await server.ask('api/version');
  if (version.status === 200 && typeof version.json?.version === 'string') {
    return resolveOllama(server, options.modelName);
  }
  return resolveLlamaCpp(server, 'guessed');
}

function parseHttpUrl(url: string): URL {
  const parsed = URL.parse(url);
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol)) {
    throw new UsageError(
      `MODEL_URL ${JSON.stringify(url)} is not an http:// or https:// URL: give one such as http://127.0.0.1:11434, ${orUnset}.`,
    );
  }
  return parsed;
}

function connect(url: URL, basePath: string, options: ModelUrlOptions): Server {
  const baseUrl = new URL(url);
  baseUrl.pathname = `${basePath}/`;
  baseUrl.search = '';
  baseUrl.hash = '';
  const shown = `${url.origin}${url.pathname === '/' ? '' : url.pathname}`;
  return {
    shown,
    baseUrl,
    async ask(path) {
      const timeoutMs = options.timeoutMs ?? 5_000;
      const timeout = AbortSignal.timeout(timeoutMs);
      const signal = options.signal === undefined ? timeout : AbortSignal.any([timeout, options.signal]);
      try {
        return await callBackend(new URL(path, baseUrl), { signal });
      } catch (cause) {
        options.signal?.throwIfAborted();
        const reason = timeout.aborted ? `nothing within ${timeoutMs} ms` : reasonOf(cause);
        throw new ModelUrlError(`MODEL_URL ${shown} does not answer (${reason}): ${startOne}, ${orUnset}.`, {
          cause,
        });
      }
    },
  };
}

async function resolveOllama(server: Server, modelName: string | undefined): Promise<Writer> {
  const tags = await server.ask('api/tags');
  if (tags.status !== 200 || !Array.isArray(tags.json?.models)) {
    throw new ModelUrlError(
      `MODEL_URL ${server.shown} answers /api/tags with ${messageOf(tags)}, not with Ollama's models: give Ollama's address, ${orUnset}.`,
    );
  }
  const models = tags.json.models.map((entry: { name?: unknown }) => String(entry?.name));
  const first = models[0];
  if (first === undefined) {
    const wanted = modelName ?? 'llama3.1:8b';
    throw new ModelUrlError(
      `Ollama at ${server.shown} has no model: get one with "ollama pull ${wanted}", ${orUnset}.`,
    );
  }
  // Ollama adds the tag `latest` to a name without one.
  const model =
    modelName === undefined ? first : [modelName, `${modelName}:latest`].find((it) => models.includes(it));
  if (model === undefined) {
    throw new ModelUrlError(
      `Ollama at ${server.shown} has no model ${modelName}, only ${models.join(', ')}: set MODEL_NAME to one of these, or get it with "ollama pull ${modelName}".`,
    );
  }
  return createOllamaWriter({ baseUrl: server.baseUrl, model });
}

async function resolveLlamaCpp(server: Server, kind: 'sure' | 'guessed'): Promise<Writer> {
  const health = await server.ask('health');
  if (health.status === 503) {
    throw new ModelUrlError(
      `llama.cpp at ${server.shown} is not ready (${messageOf(health)}): wait until it has loaded its model, ${orUnset}.`,
    );
  }
  const props = await server.ask('props');
  const isLlamaCpp =
    kind === 'sure' || props.json?.default_generation_settings !== undefined || health.json?.status === 'ok';
  if (!isLlamaCpp) {
    throw new ModelUrlError(
      `MODEL_URL ${server.shown} is neither Ollama (/api/version) nor llama.cpp (/health: ${messageOf(health)}, /props: ${messageOf(props)}): ${startOne}, ${orUnset}.`,
    );
  }
  return createLlamaCppWriter({ baseUrl: server.baseUrl, model: modelOf(props) });
}

/** The file's name of the model: `/models/llama-3.1-8b.gguf` is told as `llama-3.1-8b.gguf`. */
function modelOf(props: BackendAnswer): string | undefined {
  const path = props.json?.model_path;
  return typeof path === 'string' && path !== '' ? path.split(/[\\/]/).at(-1) : undefined;
}
