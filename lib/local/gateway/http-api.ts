import type { IncomingMessage, ServerResponse } from 'node:http';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { FunctionError } from '../lambda/lambda-environment.ts';
import type { LocalFunction } from '../lambda/lambda-function.ts';
import { type LoopbackServer, listenOnLoopback } from '../loopback-server.ts';
import { BodyTooLargeError, readBody } from '../request-body.ts';
import { decodeRawPath, newRequestId, toPayloadV2 } from './http-api-event.ts';
import { findForeignSite } from './own-site.ts';

export interface HttpApiOptions {
  /** The functions by route key, such as `POST /blog` or `GET /blog/{blog_id}`. */
  routes: Readonly<Record<string, LocalFunction>>;
  /** Default 0: any free port. */
  port?: number;
  /** Called with each error of a function, which the client sees as a bare 500. */
  onFunctionError?: (error: FunctionError) => void;
  /** Called with each request once it is answered; not if its client has gone. */
  onAnswer?: (answered: AnsweredRequest) => void;
}

/** The outcome of a request, for a person to read. Path and note may be text of the client. */
export interface AnsweredRequest {
  readonly method: string;
  /** As received, with its query. */
  readonly path: string;
  readonly status: number;
  readonly durationMs: number;
  /** The address of the post, or why there is none. */
  readonly note?: string | undefined;
}

// API Gateway's own limits.
const maxPayloadBytes = 10 * 1024 * 1024;
const integrationTimeoutMs = 30_000;

/**
 * A stand-in for an API Gateway HTTP API with a `$default` stage: its routing, its payload 2.0, its limits and
 * its own answers.
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
    if (foreign !== undefined) {
      answer(response, 403, foreign);
      return foreign;
    }
    let path: string;
    try {
      path = decodeRawPath(request.url ?? '/');
    } catch {
      return answer(response, 400, 'Bad Request');
    }
    for (const { routeKey, fn, match } of routes) {
      const pathParameters = match(request.method ?? 'GET', path);
      if (pathParameters === undefined) continue;
      try {
        const body = await readBody(request, maxPayloadBytes);
        const event = toPayloadV2(request, body, routeKey, pathParameters);
        const result = await withinTimeout(fn.invoke(event));
        return result === timedOut
          ? answer(response, 503, 'Service Unavailable')
          : send(response, result as APIGatewayProxyStructuredResultV2, event.requestContext.requestId);
      } catch (error) {
        if (error instanceof BodyTooLargeError) {
          // The rest of the body is not read.
          response.setHeader('connection', 'close');
          return answer(response, 413, 'Request Entity Too Large');
        }
        if (request.destroyed) throw error;
        // An environment may also fail to start, for example with expired credentials of the developer.
        onFunctionError?.(
          error instanceof FunctionError ? error : new FunctionError('Error', (error as Error).message),
        );
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

const timedOut = Symbol('timed out');

async function withinTimeout<T>(work: Promise<T>): Promise<T | typeof timedOut> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<typeof timedOut>((resolve) => {
    timer = setTimeout(resolve, integrationTimeoutMs, timedOut);
  });
  // The function continues after the gateway's timeout, and may fail then.
  work.catch(() => {});
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}

function answer(response: ServerResponse<IncomingMessage>, status: number, message: string): string {
  const headers = { 'content-type': 'application/json', 'apigw-requestid': newRequestId() };
  response.writeHead(status, headers).end(JSON.stringify({ message }));
  return message;
}

function send(
  response: ServerResponse,
  { statusCode = 200, headers = {}, body = '' }: APIGatewayProxyStructuredResultV2,
  requestId: string,
): string | undefined {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value));
  response.setHeader('apigw-requestid', requestId);
  response.writeHead(statusCode).end(body);
  return noteOn(headers, body);
}

/** The address of the post, or the detail of a problem. */
function noteOn(headers: Readonly<Record<string, unknown>>, body: string): string | undefined {
  const of = (name: string): unknown =>
    Object.entries(headers).find(([header]) => header.toLowerCase() === name)?.[1];
  const location = of('location');
  if (typeof location === 'string') return location;
  if (!String(of('content-type')).startsWith('application/problem+json')) return undefined;
  return String((JSON.parse(body) as { detail?: unknown }).detail);
}
