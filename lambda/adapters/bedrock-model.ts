import { type BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { BlogFailure } from '../core/errors.ts';
import type { ChosenModel } from '../core/model/choose-model.ts';
import type { TextModel } from '../core/post/blog.ts';
import { toModelFailure } from './bedrock-errors.ts';
import { readGuardrail } from './guardrail.ts';
import { keepTokenCounts, readTokenCounts } from './token-count-headers.ts';

/** The guardrail that checks prompt and text: its id or ARN, and its version. Default: none. */
export interface Guardrail {
  guardrailId?: string | undefined;
  guardrailVersion?: string | undefined;
}

/**
 * A model on Amazon Bedrock, called through `InvokeModel`.
 *
 * @param client with `maxAttempts: 1`: each call is counted and billed, so the core decides about retries
 */
export function createBedrockModel(
  client: BedrockRuntimeClient,
  { id: { id: modelId }, family }: ChosenModel,
  guardrail: Guardrail = {},
): TextModel {
  const { guardrailId, guardrailVersion } = guardrail;
  keepTokenCounts(client);
  return {
    modelId,
    async generate(request, signal) {
      const command = new InvokeModelCommand({
        modelId,
        contentType: 'application/json',
        accept: 'application/json',
        body: JSON.stringify(family.buildBody(request)),
        ...(guardrailId === undefined
          ? {}
          : { guardrailIdentifier: guardrailId, guardrailVersion, trace: 'ENABLED' as const }),
      });
      let text: string;
      let counts: ReturnType<typeof readTokenCounts>;
      try {
        const answer = await client.send(command, { abortSignal: signal });
        text = new TextDecoder().decode(answer.body);
        counts = readTokenCounts(answer);
      } catch (error) {
        throw toModelFailure(error, modelId);
      }
      const body = parseJson(text);
      const guardrail = readGuardrail(body);
      return { ...counts, ...family.readBody(body), ...(guardrail && { guardrail }) };
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
