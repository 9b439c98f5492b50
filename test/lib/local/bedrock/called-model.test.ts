import { describe, expect, test } from 'vitest';
import type { BedrockStandInOptions } from '../../../../lib/local/bedrock/bedrock-stand-in.ts';
import { contracts } from '../../../lambda/core/model/families/contracts.ts';
import { fakeWriter, modelId, startBedrock } from './bedrock-fixture.ts';

const profile = 'arn:aws:bedrock:us-east-2:111122223333:application-inference-profile/abc123';

describe('the family of a call', () => {
  const llamaFields = { prompt: undefined, max_gen_len: undefined, temperature: undefined, top_p: undefined };
  const asNova = { ...llamaFields, ...contracts['Amazon Nova']?.body };
  const answered = { output: { message: { role: 'assistant', content: [{ text: 'text' }] } } };

  test.each<[string, Partial<BedrockStandInOptions>]>([
    ['us.amazon.nova-lite-v1:0', {}],
    ['arn:aws:bedrock:us-east-2:111122223333:inference-profile/us.amazon.nova-lite-v1:0', {}],
    [profile, { models: { modelId: profile, foundationModelId: 'us.amazon.nova-lite-v1:0' } }],
    ['us.acme.new-v1:0', { models: { modelId: 'us.acme.new-v1:0', modelFamily: 'nova' } }],
    [
      profile,
      { models: { modelId, fallbackModelId: profile, fallbackFoundationModelId: 'amazon.nova-pro-v1:0' } },
    ],
    [
      'us.acme.new-v1:0',
      { models: { modelId, fallbackModelId: 'us.acme.new-v1:0', fallbackModelFamily: 'nova' } },
    ],
    [
      // The family that is set is that of the first model alone.
      'us.amazon.nova-lite-v1:0',
      { models: { modelId, modelFamily: 'llama', fallbackModelId: 'us.amazon.nova-lite-v1:0' } },
    ],
  ])('%s is told by its id or by the settings %j', async (id, options) => {
    const { invoke } = await startBedrock(options);
    const answer = await invoke(asNova, { modelId: id });
    expect(JSON.parse(answer.body.transformToString())).toMatchObject(answered);
  });

  test.each(Object.values(contracts))(
    '$modelId is answered with its token counts as headers',
    async (contract) => {
      const { server } = await startBedrock();
      const answer = await fetch(`${server.url}/model/${encodeURIComponent(contract.modelId)}/invoke`, {
        method: 'POST',
        body: JSON.stringify(contract.body),
      });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('x-amzn-bedrock-input-token-count')).toBe('31');
      expect(Number(answer.headers.get('x-amzn-bedrock-output-token-count'))).toBeGreaterThanOrEqual(260);
    },
  );

  test.each(['m', 'us.amazon.nova-canvas-v1:0', 'cohere.command-r-v1:0', profile])(
    'is not known of %s: its id is invalid',
    async (id) => {
      const { writer, calls } = fakeWriter();
      const { invoke } = await startBedrock({ writer });
      await expect(invoke({}, { modelId: id })).rejects.toMatchObject({
        name: 'ValidationException',
        message: 'The provided model identifier is invalid.',
      });
      expect(calls).toEqual([]);
    },
  );
});
