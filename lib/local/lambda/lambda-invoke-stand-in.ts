import type { IncomingMessage } from 'node:http';
import type { LoopbackServer } from '../loopback-server.ts';
import { BodyTooLargeError } from '../request-body.ts';
import {
  type ConnectionFault,
  listenAsStandIn,
  type StandInAnswer,
  type StandInApi,
  type StandInOptions,
} from '../stand-in.ts';
import type { LocalFunction } from './lambda-function.ts';
import { type AsyncEvents, type AsyncEventsOptions, createAsyncEvents } from './lambda-invoke-events.ts';

/** An asynchronous Invoke call as it came over the wire. */
export interface LambdaInvokeCall {
  readonly functionName: string;
  /** The payload as received. */
  readonly payload: string;
  /** The id of the invocation, which the function gets as `awsRequestId`. */
  readonly awsRequestId: string;
}

/** Statuses of Lambda's errors (its API reference, Invoke, "Errors"). */
const statuses = {
  AccessDeniedException: 403,
  InvalidParameterValueException: 400,
  InvalidRequestContentException: 400,
  RequestTooLargeException: 413,
  ResourceNotFoundException: 404,
  ServiceException: 500,
  TooManyRequestsException: 429,
  UnknownOperationException: 404,
  UnrecognizedClientException: 403,
} as const;

class LambdaFault extends Error {
  override readonly name: keyof typeof statuses;

  constructor(name: keyof typeof statuses, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = name;
  }
}

/** What goes wrong with a call. `dropped` accepts the event and never runs it; `duplicate` delivers it twice. */
export type LambdaInvokeFault =
  | ConnectionFault
  | { readonly kind: 'error'; readonly name: keyof typeof statuses }
  | { readonly kind: 'dropped' | 'duplicate' };

export interface LambdaInvokeStandInOptions
  extends AsyncEventsOptions,
    StandInOptions<LambdaInvokeCall, LambdaInvokeFault> {
  /** The functions by name. The caller closes them, after the stand-in. */
  readonly functions: Readonly<Record<string, LocalFunction>>;
}

interface LambdaInvokeServer extends LoopbackServer {
  /** How many events are neither done nor given up. */
  readonly pendingEvents: number;
  /** Their payloads. */
  pendingPayloads(): readonly unknown[];
}

const invokePath = /^\/2015-03-31\/functions\/([\w-]+)\/invocations$/;

/**
 * Starts a stand-in for Lambda's Invoke API with the invocation type `Event`, which is all that the service uses.
 * Events are retried as Lambda retries them, and live in memory only.
 *
 * @example
 * const lambda = await startLambdaInvokeStandIn({ functions: { 'write-blog': worker } });
 * process.env.AWS_ENDPOINT_URL_LAMBDA = lambda.url;
 */
export async function startLambdaInvokeStandIn(
  options: LambdaInvokeStandInOptions,
): Promise<LambdaInvokeServer> {
  const events = createAsyncEvents(options);
  const server = await listenAsStandIn(invokeApi(options.functions, events), options);
  return {
    ...server,
    get pendingEvents() {
      return events.pendingPayloads().length;
    },
    pendingPayloads: events.pendingPayloads,
    close() {
      events.close();
      return server.close();
    },
  };
}

function invokeApi(
  functions: LambdaInvokeStandInOptions['functions'],
  events: AsyncEvents,
): StandInApi<LambdaInvokeCall, LambdaInvokeFault> {
  return {
    // Lambda's quota of an asynchronous payload.
    maxBodyBytes: 1024 * 1024,
    requestIdHeader: 'x-amzn-requestid',
    unknownKey: () =>
      new LambdaFault(
        'UnrecognizedClientException',
        'The security token included in the request is invalid.',
      ),

    read: (message, body, awsRequestId) => ({
      functionName: readFunctionName(message),
      payload: body.toString(),
      awsRequestId,
    }),

    async work({ functionName, payload, awsRequestId }, fault): Promise<StandInAnswer> {
      const fn = functions[functionName];
      if (fn === undefined) {
        throw new LambdaFault('ResourceNotFoundException', `Function not found: ${functionName}`);
      }
      if (fault?.kind === 'error') throw new LambdaFault(fault.name, `Requested fault: ${fault.name}`);
      const event = { functionName, awsRequestId, payload: parsePayload(payload) };
      const deliveries = fault?.kind === 'dropped' ? 0 : fault?.kind === 'duplicate' ? 2 : 1;
      for (let delivery = 0; delivery < deliveries; delivery += 1) events.accept(event, fn);
      return { status: 202 };
    },

    refuse(error) {
      const { name, message } = asLambdaFault(error);
      const status = statuses[name];
      return {
        status,
        headers: { 'content-type': 'application/json', 'x-amzn-errortype': name },
        body: JSON.stringify({ Type: status < 500 ? 'User' : 'Service', message }),
      };
    },
  };
}

function readFunctionName({ method, url = '', headers }: IncomingMessage): string {
  const name = invokePath.exec(url)?.[1];
  if (method !== 'POST' || name === undefined) {
    throw new LambdaFault('UnknownOperationException', 'The stand-in for Lambda has only Invoke');
  }
  const type = headers['x-amz-invocation-type'];
  if (type === 'Event') return name;
  throw new LambdaFault(
    'InvalidParameterValueException',
    `The stand-in for Lambda has only the invocation type Event; received ${type}`,
  );
}

function parsePayload(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch (cause) {
    throw new LambdaFault(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${(cause as Error).message}`,
      { cause },
    );
  }
}

function asLambdaFault(error: unknown): LambdaFault {
  if (error instanceof LambdaFault) return error;
  return error instanceof BodyTooLargeError
    ? new LambdaFault('RequestTooLargeException', error.message)
    : new LambdaFault('ServiceException', `The stand-in for Lambda failed: ${String(error)}`);
}
