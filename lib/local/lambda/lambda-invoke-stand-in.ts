import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AcceptsKey, accessKeyIdOf } from '../access-key.ts';
import { type LoopbackServer, listenOnLoopback } from '../loopback-server.ts';
import type { LocalFunction } from './lambda-function.ts';
import { type LambdaErrorName, LambdaFault } from './lambda-invoke-errors.ts';
import {
  type AsyncEvents,
  type AsyncEventsOptions,
  createAsyncEvents,
  toResponsePayload,
} from './lambda-invoke-events.ts';
import { type LambdaInvokeCall, readInvokeRequest } from './lambda-invoke-request.ts';

/**
 * What goes wrong with a call. `lost-answer` runs the function, then cuts the connection instead of answering;
 * `dropped` accepts an asynchronous event and never runs it; `duplicate` delivers it twice.
 */
export type LambdaInvokeFault =
  | { readonly kind: 'error'; readonly name: LambdaErrorName; readonly message?: string }
  | { readonly kind: 'reset' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'lost-answer' }
  | { readonly kind: 'dropped' }
  | { readonly kind: 'duplicate' };

export interface LambdaInvokeStandInOptions extends AsyncEventsOptions {
  /** The functions there are, by name. They are the caller's to close, after the stand-in. */
  readonly functions: Readonly<Record<string, LocalFunction>>;
  /** Whose requests are served. @default everybody's */
  readonly accepts?: AcceptsKey;
  /** Called once a call that names a function and holds JSON. @default nothing goes wrong */
  readonly faults?: (call: LambdaInvokeCall) => LambdaInvokeFault | undefined;
  /** Called once a call, before `faults`. @default nobody is told */
  readonly onRequest?: (call: LambdaInvokeCall) => void;
}

interface LambdaInvokeServer extends LoopbackServer {
  /** How many asynchronous events are neither done nor given up. */
  readonly pendingEvents: number;
  /** Their payloads. */
  pendingPayloads(): readonly unknown[];
}

export interface LambdaInvokeStandIn {
  /** @param port default 0: any free port. @throws Error `EADDRINUSE` */
  listen(port?: number): Promise<LambdaInvokeServer>;
}

/**
 * A stand-in for Lambda's Invoke API, over HTTP on 127.0.0.1, for an unmodified SDK client. Asynchronous events
 * are retried as Lambda retries them, and live in memory only. Of a signature only the access key is looked at.
 *
 * @example
 * const lambda = await createLambdaInvokeStandIn({ functions: { 'write-blog': worker } }).listen();
 * process.env.AWS_ENDPOINT_URL_LAMBDA = lambda.url;
 */
export function createLambdaInvokeStandIn(options: LambdaInvokeStandInOptions): LambdaInvokeStandIn {
  return {
    async listen(port = 0) {
      const events = createAsyncEvents(options);
      const server = await listenOnLoopback(
        (message, response) => serve(options, events, message, response),
        port,
      );
      return {
        ...server,
        get pendingEvents() {
          return events.pending;
        },
        pendingPayloads: events.pendingPayloads,
        close() {
          events.close();
          return server.close();
        },
      };
    },
  };
}

async function serve(
  options: LambdaInvokeStandInOptions,
  events: AsyncEvents,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const awsRequestId = randomUUID();
  response.setHeader('x-amzn-requestid', awsRequestId);
  try {
    if (options.accepts?.(accessKeyIdOf(message.headers)) === false) {
      throw new LambdaFault(
        'UnrecognizedClientException',
        'The security token included in the request is invalid.',
      );
    }
    const { call, event } = await readInvokeRequest(message, awsRequestId);
    const fn = options.functions[call.functionName];
    if (fn === undefined) throw notFound(call.functionName);
    options.onRequest?.(call);
    const fault = options.faults?.(call);
    switch (fault?.kind) {
      case 'hang':
        return;
      case 'reset':
        message.socket.resetAndDestroy();
        return;
      case 'error':
        throw new LambdaFault(fault.name, fault.message ?? `A fault was asked for: ${fault.name}`);
    }
    const answer =
      call.invocationType === 'RequestResponse'
        ? await runNow(fn, event, awsRequestId)
        : acceptEvent(events, fn, { ...call, payload: event }, fault?.kind);
    if (fault?.kind === 'lost-answer') message.socket.destroy();
    else send(response, answer);
  } catch (error) {
    if (message.destroyed && !message.complete) return;
    const fault = asLambdaFault(error);
    // The rest of a body that is too large is not read.
    if (fault.name === 'RequestTooLargeException') response.setHeader('connection', 'close');
    const headers = { 'content-type': 'application/json', 'x-amzn-errortype': fault.name };
    send(response, { status: fault.status, headers, body: JSON.stringify(fault) });
  }
}

interface InvokeAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

function acceptEvent(
  events: AsyncEvents,
  fn: LocalFunction,
  event: Parameters<AsyncEvents['accept']>[0],
  fault: LambdaInvokeFault['kind'] | undefined,
): InvokeAnswer {
  const deliveries = fault === 'dropped' ? 0 : fault === 'duplicate' ? 2 : 1;
  for (let delivery = 0; delivery < deliveries; delivery += 1) events.accept(event, fn);
  return { status: 202, headers: {}, body: '' };
}

async function runNow(fn: LocalFunction, event: unknown, awsRequestId: string): Promise<InvokeAnswer> {
  const headers = { 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST' };
  try {
    const result = await fn.invoke(event, awsRequestId);
    return { status: 200, headers, body: JSON.stringify(result ?? null) };
  } catch (error) {
    const body = JSON.stringify(toResponsePayload(error));
    return { status: 200, headers: { ...headers, 'x-amz-function-error': 'Unhandled' }, body };
  }
}

function notFound(functionName: string): LambdaFault {
  const arn = `arn:aws:lambda:us-east-2:000000000000:function:${functionName}`;
  return new LambdaFault('ResourceNotFoundException', `Function not found: ${arn}`);
}

function asLambdaFault(error: unknown): LambdaFault {
  return error instanceof LambdaFault
    ? error
    : new LambdaFault('ServiceException', `The stand-in for Lambda failed: ${String(error)}`);
}

function send(response: ServerResponse, { status, headers, body }: InvokeAnswer): void {
  response.writeHead(status, headers).end(body);
}
