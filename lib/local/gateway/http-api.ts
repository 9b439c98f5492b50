import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { LocalFunction } from '../lambda/lambda-function.ts';
import { type LoopbackServer, listenOnLoopback } from '../loopback-server.ts';
import { decodeRawPath, newRequestId, toPayloadV2 } from './http-api-event.ts';
import { findForeignSite } from './own-site.ts';

export interface HttpApiOptions {
  /** The functions by route key, such as `POST /blog` or `GET /blog/{blog_id}`. */
  routes: Readonly<Record<string, LocalFunction>>;
  /** Default 0: any free port. */
  port?: number;
  /** Called with each error of a function, which the client sees as a bare 500. */
  onFunctionError?: (error: Error) => void;
  /** Called with each answered request; not if its client has disconnected. */
  onAnswer?: ((answered: AnsweredRequest) => void) | undefined;
}

/** The outcome of a request, for the terminal. Path and note may contain the client's text. */
export interface AnsweredRequest {
  readonly method: string;
  /** As received, with its query. */
  readonly path: string;
  readonly status: number;
  readonly durationMs: number;
  /** The URL of the post, or why there is none. */
  readonly note?: string | undefined;
}

// API Gateway's own limits.
const maxPayloadBytes = 10 * 1024 * 1024;
const integrationTimeoutMs = 30_000;

/**
 * A stand-in for an API Gateway HTTP API with a `$default` stage: its routing, its payload 2.0, its limits and
 * its own responses.
 */
export function startHttpApi(options: HttpApiOptions): Promise<LoopbackServer> {
  const routes = Object.entries(options.routes).map(([routeKey, fn]) => ({
    routeKey,
    fn,
    match: matcher(routeKey),
  }));
  const { onFunctionError, onAnswer } = options;
  const unknownRoute = `no such route; there is ${routes.map(({ routeKey }) => routeKey).join(', ')}`;

  /** Answers a request. @returns the note on the answer */
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<string | undefined> => {
    const foreign = findForeignSite(request);
    if (foreign !== undefined) return answer(response, 403, foreign);
    let path: string;
    try {
      path = decodeRawPath(request.url ?? '/');
    } catch {
      return answer(response, 400, 'Bad Request');
    }
    for (const { routeKey, fn, match } of routes) {
      const pathParameters = match(request.method ?? 'GET', path);
      if (pathParameters === undefined) continue;
      const body = await readBody(request);
      if (body === undefined) {
        // The rest of the body is not read.
        response.setHeader('connection', 'close');
        return answer(response, 413, 'Request Entity Too Large');
      }
      const event = toPayloadV2(request, body, routeKey, pathParameters);
      try {
        const limit = sleep(integrationTimeoutMs, undefined, { ref: false });
        const result = await Promise.race([fn.invoke(event), limit]);
        return result === undefined
          ? answer(response, 503, 'Service Unavailable')
          : send(response, result as APIGatewayProxyStructuredResultV2, event.requestContext.requestId);
      } catch (error) {
        onFunctionError?.(error as Error);
        if (response.destroyed) throw error;
        return answer(response, 500, 'Internal Server Error');
      }
    }
    answer(response, 404, 'Not Found');
    return unknownRoute;
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const startedAt = performance.now();
    const note = await serve(request, response);
    const { method = '', url: path = '' } = request;
    const durationMs = Math.round(performance.now() - startedAt);
    onAnswer?.({ method, path, status: response.statusCode, durationMs, note });
  };
  return listenOnLoopback(handle, options.port, { answersHalfClosed: true });
}

/** @returns the path parameters, `undefined` if the request does not match */
function matcher(routeKey: string): (method: string, path: string) => Record<string, string> | undefined {
  const [routeMethod, routePath = ''] = routeKey.split(' ');
  const pattern = new RegExp(`^${routePath.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`, 'u');
  return (method, path) => {
    const match = method === routeMethod ? pattern.exec(path) : null;
    return match === null ? undefined : { ...match.groups };
  };
}

/** @returns undefined for a body over API Gateway's limit. @throws Error if the client disconnects before its end */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  // Over the limit, the response is still sent over this connection.
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxPayloadBytes) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function answer(response: ServerResponse<IncomingMessage>, status: number, message: string): string {
  const headers = { 'content-type': 'application/json', 'apigw-requestid': newRequestId() };
  response.writeHead(status, headers).end(JSON.stringify({ message }));
  return message;
}

/** @returns the URL of the post, or the detail of a problem */
function send(
  response: ServerResponse,
  { statusCode = 200, headers = {}, body = '' }: APIGatewayProxyStructuredResultV2,
  requestId: string,
): string | undefined {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value));
  response.setHeader('apigw-requestid', requestId);
  response.writeHead(statusCode).end(body);
  const location = response.getHeader('location');
  if (typeof location === 'string') return location;
  if (!String(response.getHeader('content-type')).startsWith('application/problem+json')) return undefined;
  return String((JSON.parse(body) as { detail?: unknown }).detail);
}
