import { type BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import type { TextModel } from '../core/blog.ts';
import { BlogFailure } from '../core/errors.ts';
import type { ModelFamily } from '../core/model-family.ts';
import { toModelFailure } from './bedrock-errors.ts';

/**
 * A model on Amazon Bedrock, called through `InvokeModel`.
 *
 * @param client with `maxAttempts: 1`: each call is counted and paid for, so the core decides about another
 * @param modelId model id, inference profile id or ARN
 */
export function createBedrockModel(
  client: BedrockRuntimeClient,
  modelId: string,
  family: ModelFamily,
): TextModel {
  return {
    modelId,
    async generate(request, signal) {
      const command = new InvokeModelCommand({
        modelId,
        contentType: 'application/json',
        accept: 'application/json',
        body: JSON.stringify(family.buildBody(request)),
      });
      let text: string;
      try {
        const answer = await client.send(command, { abortSignal: signal });
        text = new TextDecoder().decode(answer.body);
      } catch (error) {
        throw toModelFailure(error, modelId);
      }
      return family.readBody(parseJson(text));
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BlogFailure('model-failed', 'the model answered a body that is not JSON', { cause });
  }
}
