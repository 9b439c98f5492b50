import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { BedrockFault } from '../bedrock/bedrock-errors.ts';
import { toRawPrompt, withoutTemplate } from './bare-prompt.ts';
import { type Endpoint, openAiChat, openAiChatWithoutThinking, type Piece } from './endpoints.ts';
import { addPiece, toOutput } from './generation-text.ts';
import {
  type ModelServer,
  messageOf,
  readAnswer,
  readEvents,
  reasonOf,
  type ServerAnswer,
  send,
} from './model-server.ts';
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
  /** Milliseconds after which a text that still grows is cut off, before its caller gives up and drops it. */
  readonly longestMs: number;
  /** Milliseconds between two looks at a server that is not ready. */
  readonly retryMs: number;
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
export const notReadyStatuses: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const noSuchEndpoint = new Set([404, 405, 501]);

interface Call extends WritingProgress {
  text: string;
  waitingFor?: string | undefined;
}

/** An attempt of a call. */
interface Attempt extends Pick<ServerWriterOptions, 'server' | 'model'> {
  /** What to call the model in messages. */
  readonly name: string;
  readonly call: Call;
  /** When the text is cut off, in terms of `performance.now()`. */
  readonly endsAt: number;
  readonly signal: AbortSignal;
  /** Called for every sign of life. */
  readonly onBytes: () => void;
}

/**
 * A model behind a server on the user's machine. Its answer is streamed, so a call fails for silence, not for its length;
 * a server that loads its model or restarts is waited for and asked again.
 */
export function createServerWriter(options: ServerWriterOptions): Writer {
  const { server, kind, model, silenceMs, longestMs, retryMs } = options;
  const name = `the model ${model === undefined ? '' : `${model} `}of ${kind}`;
  const calls = new Set<Call>();
  const silences = new Set<NodeJS.Timeout>();
  /** What the server says on one call counts for all: with a single slot it lets the others wait. */
  const onBytes = (): void => {
    for (const silence of silences) silence.refresh();
  };

  const writeUnlessSilent = async (
    requests: readonly EndpointRequest[],
    call: Call,
    endsAt: number,
    caller: AbortSignal,
  ): Promise<WriterOutput> => {
    const silent = new AbortController();
    const said = `${name} said nothing for ${silenceMs / 1_000} s; restart the server if it hangs, or raise modelReadTimeoutMs`;
    const silence = setTimeout(
      () => silent.abort(new BedrockFault('ModelTimeoutException', said)),
      silenceMs,
    );
    silences.add(silence);
    const signal = AbortSignal.any([caller, silent.signal]);
    try {
      return await writeOnce(requests, { server, model, name, call, endsAt, signal, onBytes });
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      clearTimeout(silence);
      silences.delete(silence);
    }
  };

  return {
    describe: () => `${name} at ${server.baseUrl.origin}`,
    progress: () => [...calls],
    async write(input, signal) {
      const call: Call = { text: '' };
      const requests = requestsFor(options, input);
      const endsAt = performance.now() + longestMs;
      let failures = 0;
      calls.add(call);
      try {
        for (let awaySince = performance.now(); ; await sleep(retryMs, undefined, { signal })) {
          try {
            return await writeUnlessSilent(requests, call, endsAt, signal);
          } catch (error) {
            if (!(error instanceof NotReadyError)) throw error;
            const { message, wasWriting } = error;
            if (wasWriting) {
              failures += 1;
              awaySince = performance.now();
            }
            if (failures >= maxFailures) {
              const said = `${name} failed ${failures} times while it wrote, at last with: ${message}`;
              throw new BedrockFault('InternalServerException', said, { cause: error });
            }
            if (performance.now() - awaySince >= silenceMs) {
              const said = `${name} was not ready within ${silenceMs / 1_000} s: ${message}; raise modelReadTimeoutMs if it needs longer`;
              throw new BedrockFault('ServiceUnavailableException', said, { cause: error });
            }
            call.text = '';
            call.waitingFor = message;
          }
        }
      } finally {
        calls.delete(call);
      }
    },
  };
}

interface EndpointRequest {
  readonly endpoint: Endpoint;
  readonly input: WriterInput;
}

/** The requests for a text, each for a server that does not know the one before it. */
function requestsFor({ completion, chat }: ServerWriterOptions, input: WriterInput): EndpointRequest[] {
  const chats = (bare: WriterInput) =>
    (chat === undefined ? [openAiChatWithoutThinking, openAiChat] : [chat]).map((endpoint) => ({
      endpoint,
      input: bare,
    }));
  if (!input.raw) return chats(input);
  const raw = { endpoint: completion, input: toRawPrompt(input) };
  return chat === undefined ? [raw, ...chats(withoutTemplate(input))] : [raw];
}

/** @throws NotReadyError; BedrockFault for what asking again does not mend */
async function writeOnce(requests: readonly EndpointRequest[], attempt: Attempt): Promise<WriterOutput> {
  for (const [index, request] of requests.entries()) {
    const response = await ask(request, attempt);
    if (response.statusCode === 200) return read(response, request, attempt);
    const answer = await readAnswer(response);
    const message = messageOf(answer);
    if (index === requests.length - 1 || !isUnknown(answer.status, message)) {
      throw toFault(answer.status, message, attempt.name);
    }
  }
  throw new Error('there is always one request');
}

function isUnknown(status: number, message: string): boolean {
  return noSuchEndpoint.has(status) || (status < 500 && message.includes('chat_template_kwargs'));
}

async function ask({ endpoint, input }: EndpointRequest, attempt: Attempt): Promise<IncomingMessage> {
  const { server, model, signal, onBytes } = attempt;
  try {
    const response = await send(server, endpoint.path, { signal, body: endpoint.body(input, model) });
    onBytes();
    return response;
  } catch (cause) {
    const wasWriting = (cause as NodeJS.ErrnoException).code === 'ECONNRESET';
    throw new NotReadyError(reasonOf(cause), { cause, wasWriting });
  }
}

async function read(
  response: IncomingMessage,
  { endpoint, input }: EndpointRequest,
  { name, call, endsAt, onBytes }: Attempt,
): Promise<WriterOutput> {
  let answer: Piece = {};
  let whole: ServerAnswer | undefined;
  call.waitingFor = undefined;
  const isStream = /event-stream|ndjson/.test(response.headers['content-type'] ?? '');
  let isDone = !isStream || endpoint.endsWithoutReason;
  try {
    whole = isStream ? undefined : await readAnswer(response);
    const events = whole === undefined ? readEvents(response, onBytes) : [whole.json ?? {}];
    for await (const json of events) {
      // A stream begins with status 200, whatever comes after.
      if (json.error) throw new Error(messageOf({ json, received: JSON.stringify(json) }));
      answer = addPiece(answer, endpoint.read(json));
      call.text = answer.text ?? '';
      isDone ||= json.done === true || answer.stopReason !== undefined;
      if (performance.now() >= endsAt && call.text !== '') {
        isDone = true;
        break;
      }
    }
    if (!isDone) throw new Error('the answer ended without a stop reason');
  } catch (cause) {
    throw new NotReadyError(reasonOf(cause), { cause, wasWriting: true });
  }
  return toOutput(answer, input, name, whole && messageOf(whole));
}

function toFault(status: number, message: string, name: string): Error {
  if (notReadyStatuses.has(status)) return new NotReadyError(message);
  const said = `${name} answered: ${message}${adviceOn(status)}`;
  // Of 4xx, this exception alone comes without advice on Bedrock's settings.
  return new BedrockFault(status < 500 ? 'ModelErrorException' : 'InternalServerException', said);
}

/** What has changed since the start, as far as the status says it. */
function adviceOn(status: number): string {
  if (status === 401) {
    return ': start again, with MODEL_API_KEY set to the key that the server was started with';
  }
  return noSuchEndpoint.has(status)
    ? ': start again, because the server at MODEL_URL or its models have changed'
    : '';
}
