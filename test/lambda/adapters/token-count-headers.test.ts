import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { describe, expect, it } from 'vitest';
import { createBedrockModel } from '../../../lambda/adapters/bedrock-model.ts';
import { chooseModel } from '../../../lambda/core/model/choose-model.ts';
import { withDefaults } from '../../../lambda/core/request/blog-request.ts';

/** A client with fixed responses, including headers, as on the wire. */
function clientAnswering(body: object, headers: () => Record<string, string>): BedrockRuntimeClient {
  return new BedrockRuntimeClient({
    region: 'us-east-2',
    credentials: { accessKeyId: 'a', secretAccessKey: 's' },
    requestHandler: {
      handle: async () => ({
        response: {
          statusCode: 200,
          headers: headers(),
          body: new TextEncoder().encode(JSON.stringify(body)),
        },
      }),
      // biome-ignore lint/suspicious/noExplicitAny: a handler of nothing but the one answer
    } as any,
  });
}

const modelAnswering = (modelId: string, body: object, headers: Record<string, string>) =>
  createBedrockModel(
    clientAnswering(body, () => headers),
    chooseModel({ modelId }),
    {},
  );

const counts = {
  'content-type': 'application/json',
  'x-amzn-bedrock-input-token-count': '12',
  'x-amzn-bedrock-output-token-count': '345',
};
const mistral = 'mistral.mistral-7b-instruct-v0:2';
const mistralAnswer = { outputs: [{ text: 'Text', stop_reason: 'stop' }] };
const generate = (model: ReturnType<typeof modelAnswering>) =>
  model.generate(withDefaults({ blogTopic: 'T' }), new AbortController().signal);

describe('the token counts of an answer', () => {
  it('come from its headers if its body has none', async () => {
    expect(await generate(modelAnswering(mistral, mistralAnswer, counts))).toEqual({
      text: 'Text',
      stopReason: 'stop',
      promptTokenCount: 12,
      generationTokenCount: 345,
    });
  });

  it('are those of each answer and its model', async () => {
    let calls = 0;
    const client = clientAnswering(mistralAnswer, () => {
      calls += 1;
      return { ...counts, 'x-amzn-bedrock-input-token-count': String(calls) };
    });
    const [first, second] = [mistral, 'mistral.mistral-large-2402-v1:0'].map((modelId) =>
      createBedrockModel(client, chooseModel({ modelId }), {}),
    );
    for (const [model, promptTokenCount] of [
      [first, 1],
      [first, 2],
      [second, 3],
      [first, 4],
    ] as const)
      expect(model && (await generate(model))).toMatchObject({ promptTokenCount });
  });

  it('come from its body if that has them', async () => {
    const body = {
      generation: 'Text',
      stop_reason: 'stop',
      prompt_token_count: 1,
      generation_token_count: 2,
    };
    const model = modelAnswering('us.meta.llama3-1-8b-instruct-v1:0', body, counts);
    expect(await generate(model)).toMatchObject({ promptTokenCount: 1, generationTokenCount: 2 });
  });

  it.each(['', 'many', '-1', '1.5'])('are unknown if a header says %j', async (count) => {
    const headers = { ...counts, 'x-amzn-bedrock-output-token-count': count };
    const generation = await generate(modelAnswering(mistral, mistralAnswer, headers));
    expect(generation).toEqual({ text: 'Text', stopReason: 'stop', promptTokenCount: 12 });
  });

  it.each([-1, 1.5, 1e300, 'many', null])('are unknown if the body says %j', async (count) => {
    const body = {
      generation: 'Text',
      stop_reason: 'stop',
      prompt_token_count: 1,
      generation_token_count: count,
    };
    const generation = await generate(modelAnswering('us.meta.llama3-1-8b-instruct-v1:0', body, {}));
    expect(generation).toEqual({ text: 'Text', stopReason: 'stop', promptTokenCount: 1 });
  });
});
