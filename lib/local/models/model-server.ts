import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { text } from 'node:stream/consumers';
import { isObject, type JsonObject, parseObject } from '../../command/json-object.ts';
import { printableLine } from '../../command/printable.ts';

/** A model server: Ollama, llama.cpp's, or any with OpenAI's API. */
export interface ModelServer {
  /** With a `/` at the end: `http://127.0.0.1:8080/`. */
  readonly baseUrl: URL;
  /** Sent as a bearer token. @default none */
  readonly apiKey?: string | undefined;
}

export interface ServerAnswer {
  readonly status: number;
  /** The body if it is a JSON object; otherwise undefined. */
  readonly json: JsonObject | undefined;
  /** What was received, for a message: `status 404 with "not found"`. */
  readonly received: string;
}

/**
 * Sends a request without a time limit, because a model may be silent for minutes.
 *
 * @param body default: none, and the method is GET
 * @throws Node's errors, also while the response is read: `ECONNREFUSED`, `ECONNRESET`, `ABORT_ERR`
 */
export function send(
  { baseUrl, apiKey }: ModelServer,
  path: string,
  { signal, body }: { signal: AbortSignal; body?: object },
): Promise<IncomingMessage> {
  // Not `fetch`, which waits 300 s at most for the headers of a response.
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
      // A new connection: one that was open before the server restarted would fail the call.
      agent: false,
    })
      .once('response', resolve)
      .on('error', reject)
      .end(body && JSON.stringify(body));
  });
}

/** Reads a whole response. @throws as {@link send} */
export async function readAnswer(response: IncomingMessage): Promise<ServerAnswer> {
  const { statusCode: status = 0, headers } = response;
  const body = await text(response);
  const json = parseObject(body);
  const line = printableLine(body, 120);
  const content =
    headers.location !== undefined
      ? `a redirect to ${headers.location}`
      : /^\s*<(?:!doctype\s+html|html)\b/i.test(body)
        ? 'an HTML page'
        : json === undefined && line !== ''
          ? JSON.stringify(line)
          : line;
  return { status, json, received: `status ${status}${content && ` with ${content}`}` };
}

// A line of server-sent events (`error:` before September 2025 in llama.cpp), or of NDJSON.
const objectLine = /^(?:data:|(error):)?\s*(\{.*\})\s*$/;
// The end of a stream of OpenAI's API.
const doneLine = /^data:\s*\[DONE\]\s*$/;
const maxLineLength = 16 * 1_024 * 1_024;

/**
 * The objects of a stream of server-sent events or NDJSON, one by one. OpenAI's `[DONE]` becomes `{done: true}`, which
 * Ollama sends; comments and event names are skipped.
 *
 * @param onBytes called for each chunk
 * @throws Error if a line is too long or not JSON; as {@link send} if the response is cut off
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
    if (rest.length > maxLineLength) throw new Error('a line of the response is too long');
    for (const line of lines) yield* readLine(line);
  }
  yield* readLine(rest);
}

function* readLine(line: string): Generator<JsonObject> {
  if (doneLine.test(line)) yield { done: true };
  const [, isError, object] = objectLine.exec(line) ?? [];
  if (object !== undefined) yield isError ? { error: JSON.parse(object) } : JSON.parse(object);
}

/** The error message of a server: Ollama's `{error: "…"}`, OpenAI's and llama.cpp's `{error: {message: "…"}}`, vLLM's `{message: "…"}`. */
export function messageOf({ json, received }: Omit<ServerAnswer, 'status'>): string {
  const error = json?.error;
  const said = typeof error === 'string' ? error : (isObject(error) ? error : json)?.message;
  return typeof said === 'string' && said !== '' ? said : received;
}

/** Why a call failed. If ::1 and 127.0.0.1 both refuse, Node's AggregateError has no message. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0)
    return error.errors.map(reasonOf).join(', ');
  const { code, message } = error as NodeJS.ErrnoException;
  if (message.includes('wrong version number')) return 'it does not use TLS: write http:// for https://';
  // Node's message is "aborted", "socket hang up" or "read ECONNRESET".
  return code === 'ECONNRESET' ? 'the server closed the connection' : message;
}
