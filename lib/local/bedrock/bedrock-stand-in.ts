import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ModelChoices } from '../../../lambda/core/model/choose-model.ts';
import { type AcceptsKey, accessKeyIdOf } from '../access-key.ts';
import { type LoopbackServer, listenOnLoopback } from '../loopback-server.ts';
import { readCalledModel } from '../models/called-model.ts';
import type { Writer } from '../models/writer.ts';
import { BodyTooLargeError, readBody } from '../request-body.ts';
import { type BedrockErrorName, BedrockFault } from './bedrock-errors.ts';
import { bedrockBodies } from './bodies/body-table.ts';
import { writeReasoned } from './bodies/hidden-reasoning.ts';

/** One InvokeModel call as it came over the wire. */
export interface BedrockCall {
  /** Decoded: `us.meta.llama3-1-8b-instruct-v1:0`, or an ARN. */
  readonly modelId: string;
  /** The body as received. */
  readonly body: string;
  /** 1 for the first call of this stand-in's life; each attempt of a client is a call. */
  readonly callNumber: number;
}

/**
 * What goes wrong with a call. `answer` gives `body` (text, or a value for JSON) with status 200 in the
 * writer's place; `lost-answer` has the post written, then cuts the connection instead of answering.
 */
export type BedrockFaultPlan =
  | { readonly kind: 'error'; readonly name: BedrockErrorName; readonly message?: string }
  | { readonly kind: 'reset' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'answer'; readonly body: unknown }
  | { readonly kind: 'lost-answer' };

export interface BedrockStandInOptions {
  /** The model behind the endpoint. */
  readonly writer: Writer;
  /** The models as they are configured, where an id does not tell its family. @default each is told by its id */
  readonly models?: ModelChoices | undefined;
  /** Whose requests are served. @default everybody's */
  readonly accepts?: AcceptsKey;
  /** Called once a call, before the body is validated. @default nothing goes wrong */
  readonly faults?: (call: BedrockCall) => BedrockFaultPlan | undefined;
  /** Called once a call, before `faults`. @default nobody is told */
  readonly onRequest?: (call: BedrockCall) => void;
}

export interface BedrockStandIn {
  /** @param port default 0: any free port. @throws Error `EADDRINUSE` */
  listen(port?: number): Promise<LoopbackServer>;
}

// Bedrock's own limit of an InvokeModel body is 25,000,000 bytes.
const maxBodyBytes = 25_000_000;
const invokePath = /^\/model\/([^/?]+)\/invoke(?:\?|$)/;

/**
 * A stand-in for Amazon Bedrock Runtime's InvokeModel of the families that the service knows, over HTTP/1.1 on
 * 127.0.0.1, for an unmodified SDK client that uses NodeHttpHandler. Every model of these families is there;
 * of a signature only the access key is looked at.
 *
 * @example
 * const bedrock = await createBedrockStandIn({ writer: createStandInWriter() }).listen();
 * process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME = bedrock.url;
 */
export function createBedrockStandIn(options: BedrockStandInOptions): BedrockStandIn {
  let callNumber = 0;
  const serve = async (message: IncomingMessage, response: ServerResponse) => {
    response.setHeader('x-amzn-requestid', randomUUID());
    try {
      if (options.accepts?.(accessKeyIdOf(message.headers)) === false) {
        throw new BedrockFault(
          'UnrecognizedClientException',
          'The security token included in the request is invalid.',
        );
      }
      const body = (await readBody(message, maxBodyBytes)).toString();
      const modelId = modelIdOf(message);
      callNumber += 1;
      await answerCall(options, { modelId, body, callNumber }, response);
    } catch (error) {
      if (response.destroyed) return;
      if (error instanceof BodyTooLargeError) response.setHeader('connection', 'close');
      sendFault(response, asBedrockFault(error));
    }
  };
  return { listen: (port = 0) => listenOnLoopback(serve, port) };
}

/** @throws BedrockFault UnknownOperationException for anything but InvokeModel */
function modelIdOf(message: IncomingMessage): string {
  const encoded = invokePath.exec(message.url ?? '')?.[1];
  if (message.method !== 'POST' || encoded === undefined) {
    throw new BedrockFault('UnknownOperationException', 'The stand-in for Bedrock knows InvokeModel only');
  }
  try {
    return decodeURIComponent(encoded);
  } catch (cause) {
    throw new BedrockFault('ValidationException', 'The provided model identifier is invalid.', { cause });
  }
}

async function answerCall(
  options: BedrockStandInOptions,
  call: BedrockCall,
  response: ServerResponse,
): Promise<void> {
  options.onRequest?.(call);
  const plan = options.faults?.(call);
  switch (plan?.kind) {
    case 'hang':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'error':
      throw new BedrockFault(plan.name, plan.message ?? `A fault was asked for: ${plan.name}`);
    case 'answer':
      send(response, 200, {}, typeof plan.body === 'string' ? plan.body : JSON.stringify(plan.body));
      return;
    case 'lost-answer':
      await invoke(options, call, response);
      response.destroy();
      return;
    case undefined: {
      const { headers, body } = await invoke(options, call, response);
      send(response, 200, headers, body);
    }
  }
}

async function invoke(
  { writer, models }: BedrockStandInOptions,
  call: BedrockCall,
  response: ServerResponse,
) {
  const { family, foundationModelId } = readCalledModel(call.modelId, models);
  const body = bedrockBodies[family];
  const input = body.parse(call.body, foundationModelId);
  // The response closes early where the client hangs up: then nobody waits for the text.
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const startedAt = performance.now();
  const output = await writeReasoned(writer, input, body.reasoning, gone.signal);
  return {
    headers: {
      'x-amzn-bedrock-invocation-latency': String(Math.round(performance.now() - startedAt)),
      'x-amzn-bedrock-input-token-count': String(output.promptTokenCount),
      'x-amzn-bedrock-output-token-count': String(output.generationTokenCount),
    },
    body: JSON.stringify(body.format(output, foundationModelId)),
  };
}

function asBedrockFault(error: unknown): BedrockFault {
  if (error instanceof BedrockFault) return error;
  if (error instanceof BodyTooLargeError) return new BedrockFault('ValidationException', error.message);
  return new BedrockFault('InternalServerException', `The stand-in for Bedrock failed: ${String(error)}`);
}

function sendFault(response: ServerResponse, fault: BedrockFault): void {
  const type = `${fault.name}:http://internal.amazon.com/coral/com.amazon.bedrock/`;
  send(response, fault.status, { 'x-amzn-errortype': type }, JSON.stringify(fault));
}

function send(response: ServerResponse, status: number, headers: Record<string, string>, body: string): void {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(body);
}
