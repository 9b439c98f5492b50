import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError, UsageError } from '../../command/command-error.ts';
import { isObject } from '../../command/json-object.ts';
import { llamaCppCompletion, ollamaGenerate, openAiCompletion } from './endpoints.ts';
import { chooseListedModel, type ListedModel, readOllamaModels, readOpenAiModels } from './listed-models.ts';
import { messageOf, readAnswer, reasonOf, type ServerAnswer, send } from './model-server.ts';
import { createServerWriter, notReadyStatuses, type ServerWriterOptions } from './server-writer.ts';
import type { Writer } from './writer.ts';

export interface ModelUrlOptions extends Pick<ServerWriterOptions, 'longestMs'> {
  /** Which of the server's models. @default the first that can write and is on this machine */
  readonly modelName?: string | undefined;
  /** Sent as a bearer token. @default none */
  readonly apiKey?: string | undefined;
  /** Milliseconds in which the server may load its model, say nothing or be away. */
  readonly silenceMs: number;
  /** Milliseconds between two looks at a server that is not ready. @default 1000 */
  readonly retryMs?: number;
  /** Called once if the server is not ready. @default nothing */
  readonly onWait?: ((message: string) => void) | undefined;
}

type Search = ReturnType<typeof startSearch>;

const startOne =
  'start Ollama with "ollama serve", llama.cpp with "llama-server -m model.gguf", or another OpenAI-compatible server';
const orUnset = 'or unset MODEL_URL to use the stand-in writer';
/** How long the server may take for the answer to a question about itself. */
const answerLimitMs = 5_000;

// The endpoints that people copy. Only the first say which server it is: many have the others.
const knownPaths =
  /\/(?:(api\/(?:generate|chat|tags))|(?:(?:v1|api\/v[01])\/)?(?:(?:chat\/)?completions|embeddings|messages|models|responses)|v1|api\/v[01]|completion|health|props)$/;

/**
 * Finds out which model server is at a URL, by what it answers: Ollama has `/api/version`, llama.cpp's server
 * `/props`, and all others OpenAI's `/v1/models`. A path that ends in `/api/generate` decides.
 *
 * @throws UsageError for a URL that is not http or https; CommandError, in one line that says what to do, for a server
 * that does not answer, wants a key, is none of these, has no such model or does not get ready
 */
export async function resolveModelUrl(url: string, options: ModelUrlOptions): Promise<Writer> {
  const parsed = parseHttpUrl(url);
  const path = parsed.pathname.replace(/\/+$/, '');
  const [known = '', isOllama] = knownPaths.exec(path) ?? [];
  const search = startSearch(parsed, path.slice(0, path.length - known.length), options);
  if (isOllama !== undefined) return resolveOllama(search);
  const version = await search.ask('api/version');
  if (version.status === 200 && typeof version.json?.version === 'string') return resolveOllama(search);
  const props = await search.ask('props');
  return props.json?.default_generation_settings !== undefined && !isRouter(props)
    ? resolveLlamaCpp(search, props)
    : resolveOpenAi(search, version, props);
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

/** A URL as it may be printed: without name and password, whatever they consist of, and without a query, which may hold a key. */
function showUrl(text: string): string {
  return text
    .replace(/[?#].*$/s, '')
    .replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1')
    .replace(/\/+$/, '');
}

/** What is known of the server, and how to ask it for more. */
function startSearch(url: URL, basePath: string, options: ModelUrlOptions) {
  const { modelName, apiKey, silenceMs, longestMs, retryMs = 1_000, onWait } = options;
  const baseUrl = Object.assign(new URL(url), { pathname: `${basePath}/`, search: '', hash: '' });
  const server = { baseUrl, apiKey };
  const shown = showUrl(`${url.origin}${url.pathname}`);
  /** The error for what is wrong, in words that follow the URL. */
  const refuse = (what: string, cause?: unknown): CommandError =>
    new CommandError(`MODEL_URL ${shown} ${what}, ${orUnset}.`, { cause });

  const askOnce = async (path: string): Promise<ServerAnswer> => {
    const signal = AbortSignal.timeout(answerLimitMs);
    try {
      return await readAnswer(await send(server, path, { signal }));
    } catch (cause) {
      const reason = signal.aborted ? `nothing within ${answerLimitMs / 1_000} s` : reasonOf(cause);
      throw refuse(`does not answer (${reason}): ${startOne}, and wait until it listens`, cause);
    }
  };
  let waitsSince: number | undefined;
  return {
    modelName,
    /** What every writer needs. */
    writer: { server, silenceMs, longestMs, retryMs },
    refuse,
    /** Waits while the server is not ready. @throws CommandError if no answer comes, or a key is wanted */
    async ask(path: string): Promise<ServerAnswer> {
      for (; ; await sleep(retryMs)) {
        const answer = await askOnce(path);
        const said = messageOf(answer);
        if (answer.status === 401 || answer.status === 403) {
          throw refuse(
            apiKey === undefined
              ? `wants a key (${said}): set MODEL_API_KEY to it`
              : `does not accept MODEL_API_KEY (${said}): set it to the key that the server was started with`,
          );
        }
        if (!notReadyStatuses.has(answer.status)) return answer;
        if (waitsSince === undefined) onWait?.(`MODEL_URL ${shown} is not ready (${said}): waiting for it.`);
        waitsSince ??= performance.now();
        if (performance.now() - waitsSince >= silenceMs) {
          const limit = `${silenceMs / 1_000} s`;
          throw refuse(`was not ready within ${limit} (${said}): wait until it has loaded its model`);
        }
      }
    },
  };
}

async function resolveOllama({ modelName, writer, refuse, ask }: Search): Promise<Writer> {
  const tags = await ask('api/tags');
  const entries = tags.json?.models;
  if (tags.status !== 200 || !Array.isArray(entries)) {
    throw refuse(
      `does not list Ollama's models at /api/tags (${messageOf(tags)}): set it to Ollama's address`,
    );
  }
  if (entries.length === 0) {
    throw refuse(`has no model: get one with "ollama pull ${modelName ?? 'llama3.1:8b'}"`);
  }
  const { name: model, thinks } = chooseListedModel(readOllamaModels(entries), modelName, refuse);
  const generate = ollamaGenerate({ thinks });
  return createServerWriter({ ...writer, kind: 'Ollama', model, completion: generate, chat: generate });
}

/** A server of one model, which has the name of its file: `/models/llama-3.1-8b.gguf` is `llama-3.1-8b.gguf`. */
async function resolveLlamaCpp(
  { modelName, writer, refuse, ask }: Search,
  { json: props }: ServerAnswer,
): Promise<Writer> {
  const { model_path: path, model_alias: alias } = props ?? {};
  const file = typeof path === 'string' && path !== '' ? path.split(/[\\/]/).at(-1) : undefined;
  if (file !== undefined && modelName !== undefined) {
    // `/props` has the first of its aliases.
    const { data } = (await ask('v1/models')).json ?? {};
    const [listed] = readOpenAiModels(Array.isArray(data) ? data : []);
    const aliases = [file.replace(/\.gguf$/, ''), path, alias, ...(listed?.aliases ?? [])].map(String);
    const loaded: ListedModel = { name: file, aliases, isLoaded: true, thinks: false };
    chooseListedModel([loaded], modelName, refuse);
  }
  return createServerWriter({ ...writer, kind: 'llama.cpp', model: file, completion: llamaCppCompletion });
}

async function resolveOpenAi(
  { modelName, writer, refuse, ask }: Search,
  version: ServerAnswer,
  props: ServerAnswer,
): Promise<Writer> {
  const list = await ask('v1/models');
  const entries = list.json?.data;
  if (list.status !== 200 || !Array.isArray(entries)) {
    throw refuse(
      `is neither Ollama (/api/version: ${messageOf(version)}) nor llama.cpp (/props: ${messageOf(props)}) nor OpenAI-compatible (/v1/models: ${messageOf(list)}): correct its host and port, or ${startOne}`,
    );
  }
  const ofLmStudio = await ask('api/v0/models');
  const detailed = ofLmStudio.status === 200 ? ofLmStudio.json?.data : undefined;
  const isLmStudio = Array.isArray(detailed);
  const models = readOpenAiModels(isLmStudio ? detailed : entries);
  if (models.length === 0 && modelName === undefined) {
    throw refuse('lists no model: load one, or set MODEL_NAME');
  }
  const model = models.length === 0 ? modelName : chooseListedModel(models, modelName, refuse).name;
  const kind = isLmStudio ? 'LM Studio' : kindOf(entries[0], props);
  return createServerWriter({ ...writer, kind, model, completion: openAiCompletion });
}

function kindOf(entry: unknown, props: ServerAnswer): string {
  if (isRouter(props)) return 'llama.cpp';
  return isObject(entry) && entry.owned_by === 'vllm' ? 'vLLM' : 'an OpenAI-compatible server';
}

/** llama.cpp's server with several models. */
function isRouter({ json }: ServerAnswer): boolean {
  return json?.role === 'router';
}
