import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { parseConfig } from '../../../../lambda/core/config/config.ts';
import type { FunctionName } from '../../../../lambda/core/config/variable.ts';
import { chooseModelSource } from '../../../../lib/local/models/model-source.ts';
import { readSettings } from '../../../../lib/settings/settings.ts';
import { functionEnvironment } from '../../../../lib/stack/functions/function-environment.ts';
import { contracts } from '../../../lambda/core/model/families/contracts.ts';
import { startModelServer } from './model-server-fixture.ts';

const region = 'us-east-2';
const modelId = 'us.meta.llama3-1-8b-instruct-v1:0';
const fallbackModelId = 'us.amazon.nova-lite-v1:0';
const aws = { BEDROCK: 'aws' };

// Asks AWS whether it accepts them.
vi.mock('../../../../lib/local/aws-credentials.ts', () => ({
  resolveAwsCredentials: async () => async () => ({}),
}));

async function choose(environment: Record<string, string>, settings: object = {}) {
  const source = await chooseModelSource(environment, {
    region,
    modelId,
    modelReadTimeoutMs: 300_000,
    ...settings,
  });
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

  test('has all the time there is for its one call where it is on this machine, and the request does not wait', async () => {
    const { url } = await startModelServer({ 'GET /v1/models': { json: { data: [{ id: 'm' }] } } });
    const source = await choose({ MODEL_URL: url });
    const settings = readSettings(source.settings);
    const environment = (name: FunctionName) =>
      parseConfig(
        functionEnvironment(name, settings, { bucketName: 'posts', workerFunctionName: 'w' }),
        name,
      );
    const worker = environment('write-blog');
    expect(worker).toMatchObject({ maxModelCalls: 1, dailyTokenBudget: 'off', modelReadTimeoutMs: 840_000 });
    expect(environment('post-blog')).toMatchObject({
      modelAttemptBaseMs: 300_000,
      modelReadTimeoutMs: 840_000,
    });
    expect(source.progress()).toBeUndefined();
  });

  test('is refused at start where its server lacks the model that MODEL_NAME says', async () => {
    const { url } = await startModelServer({ 'GET /v1/models': { json: { data: [{ id: 'm' }] } } });
    const choosing = choose({ MODEL_URL: url, MODEL_NAME: 'n' });
    await expect(choosing).rejects.toThrow('has no model n, only m');
  });

  test('is of the family that the settings say', async () => {
    const nova = contracts['Amazon Nova'];
    const source = await choose({}, { modelId: 'us.acme.new-v1:0', modelFamily: 'nova' });
    const { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: url, AWS_ACCESS_KEY_ID: id } = await source.environment();
    const answer = await fetch(`${url}/model/us.acme.new-v1%3A0/invoke`, {
      method: 'POST',
      headers: { authorization: `AWS4-HMAC-SHA256 Credential=${id}/20261125/us-east-2/bedrock/aws4_request` },
      body: JSON.stringify(nova?.body),
    });
    expect(await answer.json()).toMatchObject({ stopReason: 'end_turn' });
  });
});
