import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BodyTooLargeError, readBody } from '../request-body.ts';
import { type Json, readEvents } from './event-lines.ts';

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
  readonly json: Json | undefined;
}

export interface ServerEvents {
  readonly status: number;
  readonly isStream: boolean;
  /** The objects of the answer as they come; an answer that is not streamed is one object. */
  readonly events: AsyncIterable<Json>;
}

const maxAnswerBytes = 16 * 1_024 * 1_024;

/** Asks for an object. @throws Error Node's own: `ECONNREFUSED`, `ECONNRESET`, `ABORT_ERR` */
export async function getJson(server: ModelServer, path: string, signal: AbortSignal): Promise<ServerAnswer> {
  const { request, answered } = send(server, path, { method: 'GET', signal });
  request.end();
  const response = await answered;
  return { status: response.statusCode ?? 0, json: await readObject(response) };
}

/**
 * Posts an object and reads what is streamed back, without a time limit: a model may be silent for minutes.
 *
 * @param options.onBytes called for every sign of life
 * @throws Error Node's own, also while the events are read: `ECONNRESET` where the answer is cut off
 */
export async function postForEvents(
  server: ModelServer,
  path: string,
  options: { body: object; signal: AbortSignal; onBytes: () => void },
): Promise<ServerEvents> {
  const { body, signal, onBytes } = options;
  const { request, answered } = send(server, path, { method: 'POST', signal });
  request.end(JSON.stringify(body));
  const response = await answered;
  onBytes();
  const status = response.statusCode ?? 0;
  const type = response.headers['content-type'] ?? '';
  if (status !== 200 || !/event-stream|ndjson/.test(type)) {
    const json = await readObject(response);
    return { status, isStream: false, events: listOf(json) };
  }
  return { status, isStream: true, events: readEvents(response, { maxLineLength: maxAnswerBytes, onBytes }) };
}

async function* listOf(json: Json | undefined): AsyncIterable<Json> {
  if (json !== undefined) yield json;
}

function send(
  { baseUrl, apiKey }: ModelServer,
  path: string,
  options: { method: string; signal: AbortSignal },
): { request: ClientRequest; answered: Promise<IncomingMessage> } {
  // Not `fetch`, which gives an answer's headers 300 s.
  const request = (baseUrl.protocol === 'https:' ? requestHttps : requestHttp)(new URL(path, baseUrl), {
    ...options,
    headers: {
      accept: 'application/json, text/event-stream, application/x-ndjson',
      'content-type': 'application/json',
      ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
    },
    // A connection of its own: one kept since before the server's restart would fail the call.
    agent: false,
  });
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  request.once('response', resolve).on('error', reject);
  return { request, answered: promise };
}

async function readObject(response: IncomingMessage): Promise<Json | undefined> {
  try {
    const json: unknown = JSON.parse((await readBody(response, maxAnswerBytes)).toString());
    return typeof json === 'object' && json !== null ? (json as Json) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    if (error instanceof BodyTooLargeError) response.destroy();
    throw error;
  }
}

/** What the server said went wrong: Ollama's `{error: "…"}`, OpenAI's and llama.cpp's `{error: {message: "…"}}`, vLLM's `{message: "…"}`. */
export function messageOf({ status, json }: ServerAnswer): string {
  const error = json?.error;
  const message =
    typeof error === 'object' && error !== null && 'message' in error ? error.message : json?.message;
  const said = typeof error === 'string' ? error : message;
  return typeof said === 'string' && said !== '' ? said : `status ${status}`;
}

/** Why a call failed. With ::1 and 127.0.0.1 both refused, Node's AggregateError has no message of its own. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0)
    return error.errors.map(reasonOf).join(', ');
  const { code, message } = error as NodeJS.ErrnoException;
  // Node says "aborted", "socket hang up" or "read ECONNRESET".
  return code === 'ECONNRESET' ? 'the server closed the connection' : message;
}
