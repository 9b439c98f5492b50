import type { IncomingMessage } from 'node:http';
import { familyOf, type ModelChoice, type ModelChoices } from '../../../lambda/core/model/choose-model.ts';
import { ModelIdError, parseModelId } from '../../../lambda/core/model/model-id.ts';
import type { LoopbackServer } from '../loopback-server.ts';
import type { Writer } from '../models/writer.ts';
import {
  answerJson,
  type ConnectionFault,
  jsonApi,
  listenAsStandIn,
  type StandInAnswer,
  type StandInOptions,
} from '../stand-in.ts';
import { type BedrockErrorName, BedrockFault } from './bedrock-errors.ts';
import { bedrockBodies } from './bodies/family-bodies.ts';

/** One InvokeModel call, as received; each attempt of a client is a call. */
export interface BedrockCall {
  /** Decoded: `us.meta.llama3-1-8b-instruct-v1:0`, or an ARN. */
  readonly modelId: string;
  /** The body as received. */
  readonly body: string;
}

/** A simulated fault. `answer` sends `body` (a string, or a value for JSON) with status 200 instead of calling the writer. */
export type BedrockFaultPlan =
  | ConnectionFault
  | { readonly kind: 'error'; readonly name: BedrockErrorName; readonly message?: string }
  | { readonly kind: 'answer'; readonly body: unknown };

export interface BedrockStandInOptions extends StandInOptions<BedrockCall, BedrockFaultPlan> {
  /** The model behind the endpoint. */
  readonly writer: Writer;
  /** The configured models, for ids that do not show their family. @default every id shows its family */
  readonly models?: ModelChoices | undefined;
}

const invokePath = /^\/model\/([^/?]+)\/invoke$/;

/**
 * Starts a stand-in for Amazon Bedrock Runtime's InvokeModel, with every model of the families that the service knows.
 * The client must use HTTP/1.1 (NodeHttpHandler).
 */
export function startBedrockStandIn(options: BedrockStandInOptions): Promise<LoopbackServer> {
  return listenAsStandIn(
    {
      ...jsonApi,
      service: 'Bedrock',
      errorNames: { unknownKey: 'UnrecognizedClientException', internal: 'InternalServerException' },
      read: (message, body) => ({ modelId: readModelId(message), body: body.toString() }),

      async work(call, fault, gone) {
        if (fault?.kind === 'error') {
          throw new BedrockFault(fault.name, fault.message ?? `Requested fault: ${fault.name}`);
        }
        if (fault?.kind !== 'answer') return invoke(options, call, gone);
        return answerJson(200, typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body));
      },
    },
    options,
  );
}

/** @throws BedrockFault UnknownOperationException for anything but InvokeModel */
function readModelId({ method, url = '' }: IncomingMessage): string {
  const encoded = invokePath.exec(url)?.[1];
  if (method === 'POST' && encoded !== undefined) return decodeURIComponent(encoded);
  throw new BedrockFault('UnknownOperationException', 'The stand-in for Bedrock supports only InvokeModel');
}

async function invoke(
  { writer, models }: BedrockStandInOptions,
  call: BedrockCall,
  gone: AbortSignal,
): Promise<StandInAnswer> {
  const { family, foundationModelId } = readCalledModel(call.modelId, models);
  const { parse, format } = bedrockBodies[family];
  const output = await writer.write(parse(call.body, foundationModelId), gone);
  return answerJson(200, JSON.stringify(format(output, foundationModelId)), {
    'x-amzn-bedrock-input-token-count': String(output.promptTokenCount),
    'x-amzn-bedrock-output-token-count': String(output.generationTokenCount),
  });
}

/**
 * The family and the foundation model behind an id: the id shows them, unless the settings of a configured model do.
 *
 * @param modelId model id, inference profile id or ARN, decoded
 * @param configured default: every id shows its model
 * @throws BedrockFault ValidationException for an id without a model of a known family
 */
export function readCalledModel(modelId: string, configured?: ModelChoices) {
  const settings = settingsFor(modelId, configured);
  try {
    const id = parseModelId(modelId, settings.foundationModelId);
    return { family: settings.modelFamily ?? familyOf(id), foundationModelId: id.foundationModelId };
  } catch (cause) {
    if (!(cause instanceof ModelIdError)) throw cause;
    throw new BedrockFault('ValidationException', 'The provided model identifier is invalid.', { cause });
  }
}

function settingsFor(modelId: string, configured: ModelChoices | undefined): Partial<ModelChoice> {
  if (configured?.modelId === modelId) return configured;
  if (configured?.fallbackModelId !== modelId) return {};
  return {
    foundationModelId: configured.fallbackFoundationModelId,
    modelFamily: configured.fallbackModelFamily,
  };
}
