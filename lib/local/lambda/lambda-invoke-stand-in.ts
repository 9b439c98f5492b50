import type { IncomingMessage } from 'node:http';
import type { LoopbackServer } from '../loopback-server.ts';
import {
  type ConnectionFault,
  jsonApi,
  listenAsStandIn,
  ServiceError,
  type StandInApi,
  type StandInOptions,
} from '../stand-in.ts';
import type { LocalFunction } from './lambda-function.ts';
import { type AsyncEvents, type AsyncEventsOptions, createAsyncEvents } from './lambda-invoke-events.ts';

/** An asynchronous Invoke call, as received. */
export interface LambdaInvokeCall {
  readonly functionName: string;
  /** The payload as received. */
  readonly payload: string;
  /** The id of the invocation, which the function gets as `awsRequestId`. */
  readonly awsRequestId: string;
}

/** The statuses of Lambda's errors. Source: AWS, Lambda API reference, Invoke, "Errors". */
const statuses = {
  AccessDeniedException: 403,
  InvalidParameterValueException: 400,
  ResourceNotFoundException: 404,
  ServiceException: 500,
  TooManyRequestsException: 429,
  UnknownOperationException: 404,
} as const;

type LambdaErrorName = keyof typeof statuses;

/** A simulated fault. `dropped` accepts the event and never runs it; `duplicate` delivers it twice. */
export type LambdaInvokeFault =
  | ConnectionFault
  | { readonly kind: 'error'; readonly name: LambdaErrorName }
  | { readonly kind: 'dropped' | 'duplicate' };

export interface LambdaInvokeStandInOptions
  extends AsyncEventsOptions,
    StandInOptions<LambdaInvokeCall, LambdaInvokeFault> {
  /** The name of the only function. */
  readonly functionName: string;
  /** The caller closes it, after the stand-in. */
  readonly fn: LocalFunction;
}

type LambdaInvokeServer = LoopbackServer & Pick<AsyncEvents, 'pending'>;

const invokePath = /^\/2015-03-31\/functions\/([\w-]+)\/invocations$/;

/**
 * Starts a stand-in for Lambda's Invoke API with the invocation type `Event`, the only one that the service uses.
 * Events are retried as in Lambda, and kept only in memory.
 */
export async function startLambdaInvokeStandIn(
  options: LambdaInvokeStandInOptions,
): Promise<LambdaInvokeServer> {
  const events = createAsyncEvents(options.fn, options);
  const server = await listenAsStandIn(invokeApi(options.functionName, events), options);
  return {
    ...server,
    pending: events.pending,
    close() {
      events.close();
      return server.close();
    },
  };
}

function invokeApi(
  onlyFunction: string,
  events: AsyncEvents,
): StandInApi<LambdaInvokeCall, LambdaInvokeFault> {
  return {
    ...jsonApi,
    service: 'Lambda',
    errorNames: { unknownKey: 'UnrecognizedClientException', internal: 'ServiceException' },
    read: (message, body, awsRequestId) => ({
      functionName: readFunctionName(message),
      payload: body.toString(),
      awsRequestId,
    }),

    async work({ functionName, payload, awsRequestId }, fault) {
      if (functionName !== onlyFunction) {
        throw lambdaError('ResourceNotFoundException', `Function not found: ${functionName}`);
      }
      if (fault?.kind === 'error') throw lambdaError(fault.name, `Requested fault: ${fault.name}`);
      const event = { functionName, awsRequestId, payload: JSON.parse(payload) };
      const deliveries = fault?.kind === 'dropped' ? 0 : fault?.kind === 'duplicate' ? 2 : 1;
      for (let delivery = 0; delivery < deliveries; delivery += 1) events.accept(event);
      return { status: 202 };
    },
  };
}

function readFunctionName({ method, url = '', headers }: IncomingMessage): string {
  const name = invokePath.exec(url)?.[1];
  if (method !== 'POST' || name === undefined) {
    throw lambdaError('UnknownOperationException', 'The stand-in for Lambda supports only Invoke');
  }
  const type = headers['x-amz-invocation-type'];
  if (type === 'Event') return name;
  throw lambdaError(
    'InvalidParameterValueException',
    `The stand-in for Lambda supports only the invocation type Event; received ${type}`,
  );
}

function lambdaError(name: LambdaErrorName, message: string): ServiceError {
  return new ServiceError(name, statuses[name], message);
}
