import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BedrockFault } from '../bedrock/bedrock-errors.ts';
import { BodyTooLargeError, readBody } from '../request-body.ts';

export interface BackendAnswer {
  readonly status: number;
  /** The body as an object; undefined where it is anything else. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
}

const maxAnswerBytes = 16 * 1_024 * 1_024;

/**
 * One request to a model's server on the user's machine, without a time limit of its own: a model may be silent
 * for minutes before it answers, which is why this is not `fetch` (its headers have 300 s).
 *
 * @param options.body sent as JSON by POST; without it the request is a GET
 * @param options.signal ends the request
 * @throws Error Node's own: `ECONNREFUSED`, `ECONNRESET` where the answer is cut off, `ABORT_ERR`
 */
export async function callBackend(
  url: URL,
  options: { body?: unknown; signal: AbortSignal },
): Promise<BackendAnswer> {
  const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
    method: options.body === undefined ? 'GET' : 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    signal: options.signal,
    // A connection of its own: one kept since before the server's restart would fail the call.
    agent: false,
  });
  const { promise, resolve, reject } = Promise.withResolvers<BackendAnswer>();
  request.once('error', reject);
  request.once('response', (response) => {
    readBody(response, maxAnswerBytes).then((body) => {
      resolve({ status: response.statusCode ?? 0, json: parseObject(body.toString()) });
    }, reject);
  });
  request.end(options.body === undefined ? undefined : JSON.stringify(options.body));
  try {
    return await promise;
  } catch (error) {
    if (error instanceof BodyTooLargeError) request.destroy();
    throw error;
  }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** What the backend said went wrong: Ollama's `{error: "…"}`, llama.cpp's `{error: {message: "…"}}`. */
export function messageOf(answer: BackendAnswer): string {
  const error = answer.json?.error;
  if (typeof error === 'string') return error;
  const message =
    typeof error === 'object' && error !== null && 'message' in error ? error.message : undefined;
  return typeof message === 'string' ? message : `status ${answer.status}`;
}

/** Why a call failed. With ::1 and 127.0.0.1 both refused, Node's AggregateError has no message of its own. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0)
    return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}

/**
 * Has a backend generate, its failures told as Bedrock's.
 *
 * @param backend what to call it in messages: `Ollama llama3.1:8b`
 * @returns the answer's JSON
 * @throws BedrockFault ServiceUnavailableException where it is unreachable or answers 503; InternalServerException
 * for other 5xx, an answer cut off or no JSON; ResourceNotFoundException for 404; ModelErrorException for other 4xx
 */
export async function generateAt(
  url: URL,
  options: { backend: string; body: unknown; signal: AbortSignal },
): Promise<Readonly<Record<string, unknown>>> {
  const { backend, signal } = options;
  const answer = await callBackend(url, options).catch((error: Error) => {
    signal.throwIfAborted();
    const cutOff = 'code' in error && error.code === 'ECONNRESET';
    const name =
      cutOff || error instanceof BodyTooLargeError
        ? 'InternalServerException'
        : 'ServiceUnavailableException';
    throw new BedrockFault(name, `${backend} does not answer: ${reasonOf(error)}`, { cause: error });
  });
  if (answer.status === 200 && answer.json !== undefined) return answer.json;
  const message = `${backend} answered: ${answer.status === 200 ? 'no JSON' : messageOf(answer)}`;
  if (answer.status === 404) throw new BedrockFault('ResourceNotFoundException', message);
  if (answer.status === 503) throw new BedrockFault('ServiceUnavailableException', message);
  if (answer.status >= 400 && answer.status < 500) {
    const detail = { originalStatusCode: answer.status, resourceName: backend };
    throw new BedrockFault('ModelErrorException', message, detail);
  }
  throw new BedrockFault('InternalServerException', message);
}

/** A count from a backend's answer; `fallback` where it gave none. */
export function countOf(value: unknown, fallback: number): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : fallback;
}
