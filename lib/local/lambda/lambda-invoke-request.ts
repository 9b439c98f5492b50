import type { IncomingMessage } from 'node:http';
import { BodyTooLargeError, readBody } from '../request-body.ts';
import { LambdaFault } from './lambda-invoke-errors.ts';

/** One Invoke call as it came over the wire. */
export interface LambdaInvokeCall {
  /** The function's name, also where an ARN was given. */
  readonly functionName: string;
  readonly invocationType: 'Event' | 'RequestResponse';
  /** The payload as received. */
  readonly payload: string;
  /** The id of the invocation, which the function sees as `awsRequestId`. */
  readonly awsRequestId: string;
}

const invokePath = /^\/2015-03-31\/functions\/([^/?]+)\/invocations(?:\?|$)/;
// A name, or the whole or the end of an ARN, with or without a version behind it.
const functionReference = /^(?:(?:arn:aws:lambda:[\w-]+:)?\d{12}:(?:function:)?)?([\w-]+)(?::[\w$-]+)?$/;

// Lambda's quotas: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
const maxPayloadBytes = { Event: 1024 * 1024, RequestResponse: 6 * 1024 * 1024 } as const;

/** Takes an Invoke request apart. @throws LambdaFault for what Lambda refuses */
export async function readInvokeRequest(
  message: IncomingMessage,
  awsRequestId: string,
): Promise<{ call: LambdaInvokeCall; event: unknown }> {
  const invocationType = invocationTypeOf(message);
  const functionName = functionNameOf(message);
  const payload = await readPayload(message, invocationType);
  return {
    call: { functionName, invocationType, payload, awsRequestId },
    event: parsePayload(payload),
  };
}

function invocationTypeOf(message: IncomingMessage): LambdaInvokeCall['invocationType'] {
  const type = message.headers['x-amz-invocation-type'] ?? 'RequestResponse';
  if (type === 'Event' || type === 'RequestResponse') return type;
  throw new LambdaFault(
    'InvalidParameterValueException',
    `The stand-in for Lambda knows the invocation types Event and RequestResponse; received ${type}`,
  );
}

function functionNameOf(message: IncomingMessage): string {
  const encoded = invokePath.exec(message.url ?? '')?.[1];
  if (message.method !== 'POST' || encoded === undefined) {
    throw new LambdaFault('UnknownOperationException', 'The stand-in for Lambda knows Invoke only');
  }
  let reference: string;
  try {
    reference = decodeURIComponent(encoded);
  } catch (cause) {
    throw new LambdaFault('InvalidParameterValueException', 'The function name is not valid', { cause });
  }
  const name = functionReference.exec(reference)?.[1];
  if (name === undefined) {
    throw new LambdaFault('InvalidParameterValueException', `Not a function name or ARN: ${reference}`);
  }
  return name;
}

async function readPayload(
  message: IncomingMessage,
  invocationType: LambdaInvokeCall['invocationType'],
): Promise<string> {
  const maxBytes = maxPayloadBytes[invocationType];
  try {
    return (await readBody(message, maxBytes)).toString();
  } catch (cause) {
    if (!(cause instanceof BodyTooLargeError)) throw cause;
    throw new LambdaFault(
      'RequestTooLargeException',
      `The payload is too large for the ${invocationType} invocation type (limit ${maxBytes} bytes)`,
      { cause },
    );
  }
}

/** The event in a payload; without one it is an empty object. */
function parsePayload(payload: string): unknown {
  try {
    return payload === '' ? {} : JSON.parse(payload);
  } catch (cause) {
    throw new LambdaFault(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${(cause as Error).message}`,
      { cause },
    );
  }
}
