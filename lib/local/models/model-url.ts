import { setTimeout as sleep } from 'node:timers/promises';
import { UsageError } from '../../command/command-error.ts';
import { llamaCppCompletion, ollamaGenerate, openAiCompletion } from './endpoints.ts';
import {
  chooseListedModel,
  isObject,
  type ListedModel,
  NoModelError,
  readOllamaModels,
  readOpenAiModels,
} from './listed-models.ts';
import { getJson, type ModelServer, messageOf, reasonOf, type ServerAnswer } from './model-server.ts';
import { createServerWriter, type ServerWriterOptions } from './server-writer.ts';
import { showUrl } from './shown-url.ts';
import type { Writer } from './writer.ts';

/** `MODEL_URL` leads to no model. The message is one line and says what to do. */
export class ModelUrlError extends Error {
  override readonly name = 'ModelUrlError';
}

export interface ModelUrlOptions {
  /** Which of the server's models. @default the first that can write and is on this machine */
  readonly modelName?: string | undefined;
  /** Sent as a bearer token. @default none */
  readonly apiKey?: string | undefined;
  /** For each question asked of the server, in milliseconds. @default 5000 */
  readonly timeoutMs?: number;
  /** Milliseconds in which the server may load its model, say nothing or be away. @default 300000 */
  readonly silenceMs?: number;
  /** Milliseconds after which a text that still grows is cut off. @default never */
  readonly longestMs?: number;
  /** Milliseconds between two looks at a server that is not ready. @default 1000 */
  readonly retryMs?: number;
  /** Called once where the server is waited for. @default nobody learns of it */
  readonly onWait?: (message: string) => void;
  /** Ends the search. @default never */
  readonly signal?: AbortSignal;
}

interface Search extends ModelServer {
  /** As the user wrote it, without what may be secret. */
  readonly shown: string;
  readonly modelName: string | undefined;
  /** What every writer needs. */
  readonly writer: Pick<ServerWriterOptions, 'server' | 'silenceMs' | 'longestMs' | 'retryMs'>;
  /** Waits while the server is not ready. @throws ModelUrlError where no answer comes, or a key is wanted */
  ask(path: string): Promise<ServerAnswer>;
}

const startOne =
  'start Ollama with "ollama serve", llama.cpp with "llama-server -m model.gguf", or another server of OpenAI\'s API';
const orUnset = 'or unset MODEL_URL to use the stand-in writer';

// The endpoints that people copy. Only the first two say which server it is: many have /v1.
const knownPaths =
  /\/(?:(api\/(?:generate|chat|tags))|(completion)|api\/v[01]|v1(?:\/(?:chat\/)?completions|\/models)?)$/;

/**
 * Finds out which model server is at a URL, by what it answers: Ollama has `/api/version`, llama.cpp's server
 * `/props`, and all others OpenAI's `/v1/models`. A path that ends in `/api/generate` or `/completion` decides.
 *
 * @example
 * const writer = await resolveModelUrl('http://127.0.0.1:11434', { modelName: 'llama3.1:8b' });
 *
 * @throws UsageError for a URL that is not http or https; ModelUrlError for a server that does not answer, wants a
 * key, is none of these, has no such model or does not get ready
 */
export async function resolveModelUrl(url: string, options: ModelUrlOptions = {}): Promise<Writer> {
  const parsed = parseHttpUrl(url);
  const path = parsed.pathname.replace(/\/+$/, '');
  const [known = '', isOllama, isLlamaCpp] = knownPaths.exec(path) ?? [];
  const search = connect(parsed, path.slice(0, path.length - known.length), options);
  try {
    if (isOllama !== undefined) return await resolveOllama(search);
    if (isLlamaCpp !== undefined) return await resolveLlamaCpp(search, await search.ask('props'));
    return await resolveByAnswers(search);
  } catch (error) {
    if (!(error instanceof NoModelError)) throw error;
    throw new ModelUrlError(`MODEL_URL ${search.shown} ${error.message}, ${orUnset}.`, { cause: error });
  }
}

async function resolveByAnswers(search: Search): Promise<Writer> {
  const version = await search.ask('api/version');
  if (version.status === 200 && typeof version.json?.version === 'string') return resolveOllama(search);
  const props = await search.ask('props');
  const hasOneModel = props.json?.role !== 'router';
  if (props.json?.default_generation_settings !== undefined && hasOneModel)
    return resolveLlamaCpp(search, props);
  return resolveOpenAi(search, { version, props });
}

function parseHttpUrl(url: string): URL {
  const parsed = URL.parse(url);
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol)) {
    throw new UsageError(
      `MODEL_URL ${JSON.stringify(showUrl(url))} is not an http:// or https:// URL: give one such as http://127.0.0.1:11434, ${orUnset}.`,
    );
  }
  return parsed;
}

function connect(url: URL, basePath: string, options: ModelUrlOptions): Search {
  const { apiKey, timeoutMs = 5_000, silenceMs = 300_000, retryMs = 1_000, onWait, signal } = options;
  const baseUrl = new URL(url);
  baseUrl.pathname = `${basePath}/`;
  baseUrl.search = '';
  baseUrl.hash = '';
  const shown = showUrl(`${url.origin}${url.pathname}`);
  const server: ModelServer = { baseUrl, apiKey };

  const askOnce = async (path: string): Promise<ServerAnswer> => {
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      return await getJson(server, path, signal === undefined ? timeout : AbortSignal.any([timeout, signal]));
    } catch (cause) {
      signal?.throwIfAborted();
      const reason = timeout.aborted ? `nothing within ${timeoutMs} ms` : reasonOf(cause);
      throw new ModelUrlError(`MODEL_URL ${shown} does not answer (${reason}): ${startOne}, ${orUnset}.`, {
        cause,
      });
    }
  };
  let startedAt: number | undefined;
  return {
    ...server,
    shown,
    modelName: options.modelName,
    writer: { server, silenceMs, longestMs: options.longestMs, retryMs },
    async ask(path) {
      for (;;) {
        const answer = await askOnce(path);
        if (answer.status === 401 || answer.status === 403)
          throw new ModelUrlError(refusedKey(shown, apiKey, answer));
        if (answer.status !== 503) return answer;
        if (startedAt === undefined)
          onWait?.(`MODEL_URL ${shown} is not ready (${messageOf(answer)}): waiting for it.`);
        startedAt ??= performance.now();
        if (performance.now() - startedAt >= silenceMs) {
          throw new ModelUrlError(
            `MODEL_URL ${shown} was not ready within ${silenceMs / 1_000} s (${messageOf(answer)}): wait until it has loaded its model, ${orUnset}.`,
          );
        }
        await sleep(retryMs, undefined, signal && { signal });
      }
    },
  };
}

function refusedKey(shown: string, apiKey: string | undefined, answer: ServerAnswer): string {
  return apiKey === undefined
    ? `MODEL_URL ${shown} wants a key (${messageOf(answer)}): set MODEL_API_KEY to it, ${orUnset}.`
    : `MODEL_URL ${shown} does not accept MODEL_API_KEY (${messageOf(answer)}): set it to the key that the server was started with, ${orUnset}.`;
}

async function resolveOllama(search: Search): Promise<Writer> {
  const tags = await search.ask('api/tags');
  if (tags.status !== 200 || !Array.isArray(tags.json?.models)) {
    throw new ModelUrlError(
      `MODEL_URL ${search.shown} answers /api/tags with ${messageOf(tags)}, not with Ollama's models: give Ollama's address, ${orUnset}.`,
    );
  }
  if (tags.json.models.length === 0) {
    throw new NoModelError(`has no model: get one with "ollama pull ${search.modelName ?? 'llama3.1:8b'}"`);
  }
  const { name: model, thinks } = chooseListedModel(readOllamaModels(tags.json.models), search.modelName);
  const generate = ollamaGenerate({ thinks });
  return createServerWriter({
    ...search.writer,
    kind: 'Ollama',
    model,
    completion: generate,
    chat: generate,
  });
}

/** A server of one model, which has the name of its file: `/models/llama-3.1-8b.gguf` is `llama-3.1-8b.gguf`. */
async function resolveLlamaCpp(search: Search, props: ServerAnswer): Promise<Writer> {
  const { model_path: path, model_alias: alias } = props.json ?? {};
  const file = typeof path === 'string' && path !== '' ? path.split(/[\\/]/).at(-1) : undefined;
  if (file !== undefined && search.modelName !== undefined) {
    const aliases = [file.replace(/\.gguf$/, ''), path, alias].map(String);
    const loaded: ListedModel = { name: file, aliases, isLoaded: true, thinks: false };
    chooseListedModel([loaded], search.modelName);
  }
  return createServerWriter({
    ...search.writer,
    kind: 'llama.cpp',
    model: file,
    completion: llamaCppCompletion,
  });
}

async function resolveOpenAi(
  search: Search,
  { version, props }: Readonly<Record<'version' | 'props', ServerAnswer>>,
): Promise<Writer> {
  const list = await search.ask('v1/models');
  const entries = list.json?.data;
  if (list.status !== 200 || !Array.isArray(entries)) {
    throw new ModelUrlError(
      `MODEL_URL ${search.shown} is neither Ollama (/api/version: ${messageOf(version)}) nor llama.cpp (/props: ${messageOf(props)}) nor a server of OpenAI's API (/v1/models: ${messageOf(list)}): ${startOne}, ${orUnset}.`,
    );
  }
  const ofLmStudio = await search.ask('api/v0/models');
  const detailed = ofLmStudio.status === 200 ? ofLmStudio.json?.data : undefined;
  const isLmStudio = Array.isArray(detailed);
  const models = readOpenAiModels(isLmStudio ? detailed : entries);
  if (models.length === 0 && search.modelName === undefined) {
    throw new NoModelError('lists no model: load one, or set MODEL_NAME');
  }
  const model = models.length === 0 ? search.modelName : chooseListedModel(models, search.modelName).name;
  const kind = isLmStudio ? 'LM Studio' : kindOf(entries[0], props);
  return createServerWriter({ ...search.writer, kind, model, completion: openAiCompletion });
}

function kindOf(entry: unknown, props: ServerAnswer): string {
  if (props.json?.role === 'router') return 'llama.cpp';
  return isObject(entry) && entry.owned_by === 'vllm' ? 'vLLM' : "a server of OpenAI's API";
}
