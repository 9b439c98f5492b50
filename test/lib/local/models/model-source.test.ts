import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { chooseModelSource } from '../../../../lib/local/models/model-source.ts';
import { contracts } from '../../../lambda/core/model/families/contracts.ts';

const region = 'us-east-2';
const modelId = 'us.meta.llama3-1-8b-instruct-v1:0';
const fallbackModelId = 'us.amazon.nova-lite-v1:0';
const aws = { BEDROCK: 'aws' };

// Asks AWS whether it accepts them.
vi.mock('../../../../lib/local/aws-credentials.ts', () => ({
  resolveAwsCredentials: async () => async () => ({}),
}));

async function choose(environment: Record<string, string>, settings: object = {}) {
  const source = await chooseModelSource(environment, { region, modelId, ...settings });
  onTestFinished(() => source.close());
  return source;
}

describe('the model behind the local service', () => {
  test('is named as the one that is billed', async () => {
    expect((await choose(aws)).describe()).toBe(
      `${modelId} on Amazon Bedrock in us-east-2: its tokens are billed to your account`,
    );
  });

  test('is named with the one that may take its place', async () => {
    expect((await choose(aws, { fallbackModelId })).describe()).toBe(
      `${modelId}, else ${fallbackModelId}, on Amazon Bedrock in us-east-2: their tokens are billed to your account`,
    );
  });

  test('is reached with a key of Bedrock, and through the proxy, where the shell has them', async () => {
    const variables = { AWS_BEARER_TOKEN_BEDROCK: 'key', HTTPS_PROXY: 'http://127.0.0.1:9', no_proxy: 'x' };
    const environment = await (await choose({ ...aws, ...variables, PATH: '/bin' })).environment();
    expect(environment).toEqual({
      ...variables,
      AWS_ACCESS_KEY_ID: expect.any(String),
      AWS_SECRET_ACCESS_KEY: expect.any(String),
    });
    expect(await (await choose({ ...aws, PATH: '/bin' })).environment()).toEqual({});
  });

  test('is of the family that the settings say', async () => {
    const nova = contracts['Amazon Nova'];
    const source = await choose({}, { modelId: 'us.acme.new-v1:0', modelFamily: 'nova' });
    const { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: url } = await source.environment();
    const answer = await fetch(`${url}/model/us.acme.new-v1%3A0/invoke`, {
      method: 'POST',
      body: JSON.stringify(nova?.body),
    });
    expect(await answer.json()).toMatchObject({ stopReason: 'end_turn' });
  });
});
