import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import type { FunctionConfig } from '../core/config/config.ts';
import { BlogFailure } from '../core/errors.ts';
import type { ChosenModel, ChosenModels } from '../core/model/choose-model.ts';
import type { TextModel } from '../core/post/blog.ts';
import { adjustClient, clientConfig } from './aws-client.ts';
import { toModelFailure } from './bedrock-errors.ts';
import { readGuardrail } from './guardrail.ts';
import { keepTokenCounts, readCountHeaders } from './token-count-headers.ts';

type Config = FunctionConfig<'write-blog'>;
type Guardrail = Partial<Pick<Config, 'guardrailId' | 'guardrailVersion'>>;

/** The models of a function, with one client and the guardrail that is configured. */
export function openModels(
  { model, fallback }: ChosenModels,
  config: Pick<Config, 'region' | 'modelReadTimeoutMs'> & Guardrail,
) {
  const client = createBedrockClient(config.region, config.modelReadTimeoutMs);
  return {
    model: createBedrockModel(client, model, config),
    fallback: fallback && createBedrockModel(client, fallback, config),
  };
}

/**
 * Creates the client of the models. Each call is counted and billed, so it makes one attempt, and the core decides about
 * retries. `InvokeModel` sends nothing until it is complete, so the read timeout limits the whole response.
 *
 * @param readTimeoutMs milliseconds without data until a call is abandoned
 */
export function createBedrockClient(region: string, readTimeoutMs: number): BedrockRuntimeClient {
  return adjustClient(
    new BedrockRuntimeClient(clientConfig({ region, maxAttempts: 1, silenceMs: readTimeoutMs })),
  );
}

/** A model on Amazon Bedrock, called through `InvokeModel`. @param guardrail default: none */
export function createBedrockModel(
  client: BedrockRuntimeClient,
  { id: { id: modelId }, family }: ChosenModel,
  { guardrailId, guardrailVersion }: Guardrail,
): TextModel {
  keepTokenCounts(client);
  return {
    modelId,
    async generate(request, abortSignal) {
      const command = new InvokeModelCommand({
        modelId,
        contentType: 'application/json',
        accept: 'application/json',
        body: JSON.stringify(family.buildBody(request)),
        ...(guardrailId !== undefined && {
          guardrailIdentifier: guardrailId,
          guardrailVersion,
          trace: 'ENABLED',
        }),
      });
      const answer = await client.send(command, { abortSignal }).catch((error: unknown) => {
        throw toModelFailure(error, modelId);
      });
      // The client has null for an empty body, against its own type.
      const body = parseJson(new TextDecoder().decode(answer.body ?? undefined));
      return { ...readCountHeaders(answer), guardrail: readGuardrail(body), ...family.readBody(body) };
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Without the cause, because it quotes the body.
    throw new BlogFailure('model-failed', 'the model returned a body that is not JSON');
  }
}
