import { setTimeout as sleep } from 'node:timers/promises';
import { BedrockFault } from '../bedrock/bedrock-errors.ts';
import { toRawPrompt, withoutTemplate } from './bare-prompt.ts';
import { type Endpoint, openAiChat, openAiChatWithoutThinking } from './endpoints.ts';
import { createGenerationText } from './generation-text.ts';
import { type ModelServer, messageOf, postForEvents, reasonOf, type ServerEvents } from './model-server.ts';
import { createSilenceLimit, SilenceError, type SilenceLimit } from './silence-limit.ts';
import type { Writer, WriterInput, WriterOutput, WritingProgress } from './writer.ts';

export interface ServerWriterOptions {
  readonly server: ModelServer;
  /** What the server is: `Ollama`. */
  readonly kind: string;
  /** As the server names it; undefined where it has one and does not say. */
  readonly model: string | undefined;
  /** Takes a prompt that has its template. */
  readonly completion: Endpoint;
  /** Takes one without. @default OpenAI's chat completion, which then stands in for a missing `completion` too */
  readonly chat?: Endpoint;
  /** Milliseconds in which the server may say nothing, or be away, until a call is given up. */
  readonly silenceMs: number;
  /** Milliseconds after which a text that still grows is cut off, before its caller gives up and drops it. @default never */
  readonly longestMs?: number | undefined;
  /** Milliseconds between two looks at a server that is not ready. @default 1000 */
  readonly retryMs?: number;
}

/** The server loads its model, restarts, or was cut off: it is asked again. */
class NotReadyError extends Error {
  override readonly name = 'NotReadyError';
  /** It had begun to answer. */
  readonly wasWriting: boolean;

  constructor(message: string, options: ErrorOptions & { wasWriting?: boolean } = {}) {
    super(message, options);
    this.wasWriting = options.wasWriting ?? false;
  }
}

/** A server that fails again and again while it writes does so because of the call. */
const maxFailures = 3;
/** Of the server itself, which loads its model or is busy, or of a proxy before it. */
const notReadyStatuses = new Set([429, 502, 503, 504]);
const noSuchEndpoint = new Set([404, 405, 501]);

interface Call extends WritingProgress {
  text: string;
  waitingFor?: string | undefined;
}

/**
 * A model behind a server on the user's machine. Its answer is streamed, so a call fails for silence, not for its length;
 * a server that loads its model or restarts is waited for and asked again.
 */
export function createServerWriter(options: ServerWriterOptions): Writer {
  const { server, kind, model, silenceMs, longestMs = Number.POSITIVE_INFINITY } = options;
  const name = model === undefined ? kind : `${kind} ${model}`;
  const silence = createSilenceLimit(silenceMs);
  const calls = new Set<Call>();
  return {
    name,
    describe: () =>
      `the model ${model === undefined ? '' : `${model} `}of ${kind} at ${server.baseUrl.origin}`,
    progress: () => [...calls],
    async write(input, signal) {
      const call: Call = { text: '' };
      const endsAt = performance.now() + longestMs;
      calls.add(call);
      try {
        return await writePatiently(options, { name, input, call, endsAt, silence, signal });
      } finally {
        calls.delete(call);
      }
    },
  };
}

interface Writing {
  readonly name: string;
  readonly input: WriterInput;
  readonly call: Call;
  /** When the text is cut off, in terms of `performance.now()`. */
  readonly endsAt: number;
  readonly silence: SilenceLimit;
  readonly signal: AbortSignal;
}

/** @throws BedrockFault */
async function writePatiently(options: ServerWriterOptions, writing: Writing): Promise<WriterOutput> {
  const { name, call, silence, signal } = writing;
  const { retryMs = 1_000 } = options;
  let failures = 0;
  for (let awaySince = performance.now(); ; ) {
    try {
      return await silence.bound(signal, (bounded) => writeOnce(options, { ...writing, signal: bounded }));
    } catch (error) {
      if (error instanceof SilenceError) {
        throw new BedrockFault('ModelTimeoutException', `${name} said ${error.message}`, { cause: error });
      }
      if (!(error instanceof NotReadyError)) throw error;
      if (error.wasWriting) {
        failures += 1;
        awaySince = performance.now();
      }
      const { message } = error;
      if (failures >= maxFailures) {
        const said = `${name} failed ${failures} times while it wrote, at last with: ${message}`;
        throw new BedrockFault('InternalServerException', said, { cause: error });
      }
      if (performance.now() - awaySince >= silence.limitMs) {
        const said = `${name} was not ready within ${silence.limitMs / 1_000} s: ${message}`;
        throw new BedrockFault('ServiceUnavailableException', said, { cause: error });
      }
      call.text = '';
      call.waitingFor = message;
      await sleep(retryMs, undefined, { signal });
    }
  }
}

/** @throws NotReadyError; BedrockFault for what asking again does not mend */
async function writeOnce(options: ServerWriterOptions, writing: Writing): Promise<WriterOutput> {
  const requests = requestsFor(options, writing.input);
  for (const [index, { endpoint, input }] of requests.entries()) {
    const body = endpoint.body(input, options.model);
    const answer = await ask(options.server, endpoint.path, body, writing);
    const { status } = answer;
    if (status === 200) return read(answer, endpoint, { ...writing, input });
    const message = await refusalOf(answer);
    if (index === requests.length - 1 || !isUnknown(status, message)) throw toFault(status, message, writing);
  }
  throw new Error('there is always one request');
}

/** The requests for a text, each for a server that does not know the one before it. */
function requestsFor({ completion, chat }: ServerWriterOptions, input: WriterInput) {
  const chats = (bare: WriterInput) =>
    (chat === undefined ? [openAiChatWithoutThinking, openAiChat] : [chat]).map((endpoint) => ({
      endpoint,
      input: bare,
    }));
  if (!input.raw) return chats(input);
  const raw = { endpoint: completion, input: toRawPrompt(input) };
  return chat === undefined ? [raw, ...chats(withoutTemplate(input))] : [raw];
}

function isUnknown(status: number, message: string): boolean {
  return noSuchEndpoint.has(status) || (status < 500 && message.includes('chat_template_kwargs'));
}

async function ask(server: ModelServer, path: string, body: object, { signal, silence }: Writing) {
  try {
    return await postForEvents(server, path, { body, signal, onBytes: silence.heard });
  } catch (cause) {
    signal.throwIfAborted();
    const wasWriting = (cause as NodeJS.ErrnoException).code === 'ECONNRESET';
    throw new NotReadyError(reasonOf(cause), { cause, wasWriting });
  }
}

async function read(
  { events, isStream }: ServerEvents,
  endpoint: Endpoint,
  { name, input, call, endsAt, signal }: Writing,
): Promise<WriterOutput> {
  const answer = createGenerationText();
  call.waitingFor = undefined;
  let isDone = !isStream || endpoint.endsWithoutReason;
  try {
    for await (const json of events) {
      // A stream begins with status 200, whatever comes after.
      if (json.error) throw new Error(messageOf({ status: 200, json }));
      answer.add(endpoint.read(json, input));
      call.text = answer.text;
      isDone ||= json.done === true;
      if (performance.now() >= endsAt && answer.text !== '') return answer.end(input, name);
    }
    if (!isDone && answer.stopReason === undefined) throw new Error('the answer ended without a stop reason');
  } catch (cause) {
    signal.throwIfAborted();
    throw new NotReadyError(reasonOf(cause), { cause, wasWriting: true });
  }
  return answer.end(input, name);
}

async function refusalOf({ status, events }: ServerEvents): Promise<string> {
  let message = messageOf({ status, json: undefined });
  for await (const json of events) message = messageOf({ status, json });
  return message;
}

function toFault(status: number, message: string, { name }: Writing): Error {
  if (notReadyStatuses.has(status)) return new NotReadyError(message);
  const said = `${name} answered: ${message}`;
  if (status === 404) return new BedrockFault('ResourceNotFoundException', said);
  if (status >= 400 && status < 500) {
    return new BedrockFault('ModelErrorException', said);
  }
  return new BedrockFault('InternalServerException', said);
}
