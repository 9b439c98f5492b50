import type { IncomingMessage } from 'node:http';
import type { ModelChoices } from '../../../lambda/core/model/choose-model.ts';
import type { LoopbackServer } from '../loopback-server.ts';
import { readCalledModel } from '../models/called-model.ts';
import type { Writer } from '../models/writer.ts';
import { BodyTooLargeError } from '../request-body.ts';
import {
  type ConnectionFault,
  listenAsStandIn,
  type StandInAnswer,
  type StandInApi,
  type StandInOptions,
} from '../stand-in.ts';
import { type BedrockErrorName, BedrockFault } from './bedrock-errors.ts';
import { bedrockBodies } from './bodies/body-table.ts';
import { writeReasoned } from './bodies/hidden-reasoning.ts';

/** One InvokeModel call as it came over the wire. */
export interface BedrockCall {
  /** Decoded: `us.meta.llama3-1-8b-instruct-v1:0`, or an ARN. */
  readonly modelId: string;
  /** The body as received. */
  readonly body: string;
  /** 1 for the first call since the start; each attempt of a client is a call. */
  readonly callNumber: number;
}

/** What goes wrong with a call. `answer` sends `body` (text, or a value for JSON) with status 200 in the writer's place. */
export type BedrockFaultPlan =
  | ConnectionFault
  | { readonly kind: 'error'; readonly name: BedrockErrorName; readonly message?: string }
  | { readonly kind: 'answer'; readonly body: unknown };

export interface BedrockStandInOptions extends StandInOptions<BedrockCall, BedrockFaultPlan> {
  /** The model behind the endpoint. */
  readonly writer: Writer;
  /** The configured models, for ids that do not tell their family. @default every id tells its family */
  readonly models?: ModelChoices | undefined;
}

const invokePath = /^\/model\/([^/?]+)\/invoke$/;

/**
 * Starts a stand-in for Amazon Bedrock Runtime's InvokeModel, with every model of the families that the service knows.
 * The client must use HTTP/1.1 (NodeHttpHandler).
 *
 * @example
 * const bedrock = await startBedrockStandIn({ writer: createStandInWriter() });
 * process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME = bedrock.url;
 */
export function startBedrockStandIn(options: BedrockStandInOptions): Promise<LoopbackServer> {
  let callNumber = 0;
  const api: StandInApi<BedrockCall, BedrockFaultPlan> = {
    // Bedrock's own limit of an InvokeModel body.
    maxBodyBytes: 25_000_000,
    requestIdHeader: 'x-amzn-requestid',
    unknownKey: () =>
      new BedrockFault(
        'UnrecognizedClientException',
        'The security token included in the request is invalid.',
      ),

    read(message, body) {
      const modelId = readModelId(message);
      callNumber += 1;
      return { modelId, body: body.toString(), callNumber };
    },

    async work(call, fault, gone) {
      if (fault?.kind === 'error') {
        throw new BedrockFault(fault.name, fault.message ?? `Requested fault: ${fault.name}`);
      }
      if (fault?.kind !== 'answer') return invoke(options, call, gone);
      return json(200, typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body));
    },

    refuse(error) {
      const fault = asBedrockFault(error);
      const type = `${fault.name}:http://internal.amazon.com/coral/com.amazon.bedrock/`;
      return json(fault.status, JSON.stringify(fault), { 'x-amzn-errortype': type });
    },
  };
  return listenAsStandIn(api, options);
}

/** @throws BedrockFault UnknownOperationException for anything but InvokeModel */
function readModelId({ method, url = '' }: IncomingMessage): string {
  const encoded = invokePath.exec(url)?.[1];
  if (method !== 'POST' || encoded === undefined) {
    throw new BedrockFault('UnknownOperationException', 'The stand-in for Bedrock has only InvokeModel');
  }
  try {
    return decodeURIComponent(encoded);
  } catch (cause) {
    throw new BedrockFault('ValidationException', 'The provided model identifier is invalid.', { cause });
  }
}

async function invoke(
  { writer, models }: BedrockStandInOptions,
  call: BedrockCall,
  gone: AbortSignal,
): Promise<StandInAnswer> {
  const { family, foundationModelId } = readCalledModel(call.modelId, models);
  const body = bedrockBodies[family];
  const input = body.parse(call.body, foundationModelId);
  const output = await writeReasoned(writer, input, body.reasoning, gone);
  return json(200, JSON.stringify(body.format(output, foundationModelId)), {
    'x-amzn-bedrock-input-token-count': String(output.promptTokenCount),
    'x-amzn-bedrock-output-token-count': String(output.generationTokenCount),
  });
}

function asBedrockFault(error: unknown): BedrockFault {
  if (error instanceof BedrockFault) return error;
  if (error instanceof BodyTooLargeError) return new BedrockFault('ValidationException', error.message);
  return new BedrockFault('InternalServerException', `The stand-in for Bedrock failed: ${String(error)}`);
}

function json(status: number, body: string, headers: Record<string, string> = {}): StandInAnswer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body };
}
