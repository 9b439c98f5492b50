import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { text } from 'node:stream/consumers';
import { isObject, type JsonObject, parseObject } from '../../command/json-object.ts';

/** A model server: Ollama, llama.cpp's, or one of OpenAI's API. */
export interface ModelServer {
  /** With a `/` at the end: `http://127.0.0.1:8080/`. */
  readonly baseUrl: URL;
  /** Sent as a bearer token. @default none */
  readonly apiKey?: string | undefined;
}

export interface ServerAnswer {
  readonly status: number;
  /** The body as an object; undefined where it is anything else. */
  readonly json: JsonObject | undefined;
}

/**
 * Sends a request, without a time limit: a model may be silent for minutes.
 *
 * @param body default: none, with the method GET
 * @throws Error Node's own, also while the answer is read: `ECONNREFUSED`, `ECONNRESET`, `ABORT_ERR`
 */
export function send(
  { baseUrl, apiKey }: ModelServer,
  path: string,
  { signal, body }: { signal: AbortSignal; body?: object },
): Promise<IncomingMessage> {
  // Not `fetch`, which gives an answer's headers 300 s.
  const request = baseUrl.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    request(new URL(path, baseUrl), {
      method: body === undefined ? 'GET' : 'POST',
      signal,
      headers: {
        accept: 'application/json, text/event-stream, application/x-ndjson',
        'content-type': 'application/json',
        ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
      },
      // A connection of its own: one kept since before the server's restart would fail the call.
      agent: false,
    })
      .once('response', resolve)
      .on('error', reject)
      .end(body && JSON.stringify(body));
  });
}

/** Reads an answer whole. @throws Error as {@link send} */
export async function readAnswer(response: IncomingMessage): Promise<ServerAnswer> {
  return { status: response.statusCode ?? 0, json: parseObject(await text(response)) };
}

// A line of server-sent events (`error:` before September 2025 in llama.cpp), or of NDJSON.
const objectLine = /^(?:data:|(error):)?\s*(\{.*\})\s*$/;
// The end of a stream of OpenAI's API.
const doneLine = /^data:\s*\[DONE\]\s*$/;
const maxLineLength = 16 * 1_024 * 1_024;

/**
 * The objects that are streamed as server-sent events or as NDJSON, each as it comes. OpenAI's `[DONE]` is `{done: true}`,
 * as Ollama has it; comments and names of events are left out.
 *
 * @param onBytes called for every sign of life
 * @throws Error where a line is endless or no JSON; as {@link send} where the answer is cut off
 */
export async function* readEvents(
  response: IncomingMessage,
  onBytes: () => void,
): AsyncGenerator<JsonObject> {
  let rest = '';
  for await (const part of response.setEncoding('utf8') as AsyncIterable<string>) {
    onBytes();
    const lines = (rest + part).split(/\r\n|\n|\r/);
    rest = lines.pop() ?? '';
    if (rest.length > maxLineLength) throw new Error('a line of the answer has no end');
    for (const line of lines) yield* readLine(line);
  }
  yield* readLine(rest);
}

function* readLine(line: string): Generator<JsonObject> {
  if (doneLine.test(line)) yield { done: true };
  const [, isError, object] = objectLine.exec(line) ?? [];
  if (object !== undefined) yield isError ? { error: JSON.parse(object) } : JSON.parse(object);
}

/** What the server said went wrong: Ollama's `{error: "…"}`, OpenAI's and llama.cpp's `{error: {message: "…"}}`, vLLM's `{message: "…"}`. */
export function messageOf({ status, json }: ServerAnswer): string {
  const error = json?.error;
  const said = typeof error === 'string' ? error : (isObject(error) ? error : json)?.message;
  return typeof said === 'string' && said !== '' ? said : `status ${status}`;
}

/** Why a call failed. With ::1 and 127.0.0.1 both refused, Node's AggregateError has no message of its own. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0)
    return error.errors.map(reasonOf).join(', ');
  const { code, message } = error as NodeJS.ErrnoException;
  if (message.includes('wrong version number')) return 'it does not use TLS: write http:// for https://';
  // Node says "aborted", "socket hang up" or "read ECONNRESET".
  return code === 'ECONNRESET' ? 'the server closed the connection' : message;
}
