import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../lib/settings/settings.ts';
import { faultsOf } from './settings-faults.ts';

const application = 'arn:aws:bedrock:us-east-2:123456789012:application-inference-profile/a1b2c3d4e5f6';

describe('the settings of the models', () => {
  it('determine the Regions of the fallback model separately', () => {
    const { fallback, model } = readSettings({
      fallbackModelId: application,
      fallbackFoundationModelId: 'us.amazon.nova-lite-v1:0',
      fallbackModelRegions: 'us-east-1',
    });
    expect(fallback).toMatchObject({
      id: { form: 'application-inference-profile', foundationModelId: 'amazon.nova-lite-v1:0' },
      family: { name: 'Amazon Nova' },
      destinations: ['us-east-1', 'us-east-2'],
    });
    expect(model.id.foundationModelId).toBe('meta.llama3-1-8b-instruct-v1:0');
    expect(readSettings({})).not.toHaveProperty('fallback');
  });

  const european = ['eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-3'];

  it.each<[string, string, readonly string[]]>([
    ['us-east-1', 'us.meta.llama3-1-8b-instruct-v1:0', ['us-east-1', 'us-east-2', 'us-west-2']],
    [
      'us-west-1',
      'us.meta.llama4-scout-17b-instruct-v1:0',
      ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'],
    ],
    ['us-gov-west-1', 'amazon.nova-lite-v1:0', ['us-gov-west-1']],
    ['eu-west-2', 'amazon.nova-lite-v1:0', ['eu-west-2']],
    ['ca-central-1', 'ca.amazon.nova-lite-v1:0', ['ca-central-1', 'ca-west-1']],
    ['eu-west-1', 'eu.amazon.nova-lite-v1:0', european],
    ['eu-south-2', 'eu.amazon.nova-lite-v1:0', [...european, 'eu-south-2'].sort()],
    [
      'ap-southeast-2',
      'apac.amazon.nova-lite-v1:0',
      [
        'ap-northeast-1',
        'ap-northeast-2',
        'ap-northeast-3',
        'ap-south-1',
        'ap-southeast-1',
        'ap-southeast-2',
      ],
    ],
  ])('default in %s to %s and know where it runs', (region, modelId, destinations) => {
    expect(readSettings({ region })).toMatchObject({ modelId, model: { destinations } });
    const set = 'meta.llama3-8b-instruct-v1:0';
    expect(readSettings({ region, modelId: set }).modelId).toBe(set);
  });

  it('accept a Region of another partition with an explicit model', () => {
    const region = 'eusc-de-east-1';
    expect(readSettings({ region, modelId: 'amazon.nova-lite-v1:0' })).toMatchObject({
      model: { destinations: [region] },
    });
  });

  it.each([
    [
      'a Region that the profile is not known in',
      { region: 'eu-north-1', modelId: 'us.meta.llama3-1-8b-instruct-v1:0' },
      'modelRegions: is not set, and where a us.meta.llama3-1-8b-instruct-v1:0 profile called from eu-north-1 may route to is not known',
    ],
    [
      'a Region without a model of its own',
      { region: 'sa-east-1' },
      'modelId: is not set, and no model is known that can be called from sa-east-1; supply one that',
    ],
    [
      'a profile of a geography that is not known',
      { region: 'ca-central-1', modelId: 'amer.anthropic.claude-haiku-4-5-20251001-v1:0' },
      'modelRegions: is not set, and where a amer.anthropic.claude-haiku-4-5-20251001-v1:0 profile called from ca-central-1',
    ],
    [
      'an ARN of another Region',
      { modelId: 'arn:aws:bedrock:us-west-2::foundation-model/meta.llama3-1-8b-instruct-v1:0' },
      'modelId: received "arn:aws:bedrock:us-west-2::foundation-model/meta.llama3-1-8b-instruct-v1:0", which can be called in us-west-2 only',
    ],
    [
      'an application profile without its model',
      { modelId: application },
      'foundationModelId: no foundation model id is set',
    ],
    [
      'a model of an unknown family',
      { modelId: 'amazon.titan-text-express-v1' },
      'modelId: received "amazon.titan-text-express-v1", which is of no known model family',
    ],
    [
      'a prompt format that is another family’s',
      { modelId: 'amazon.nova-lite-v1:0', promptFormat: 'llama3' },
      'promptFormat: received "llama3", but "amazon.nova-lite-v1:0" is of Amazon Nova',
    ],
    [
      'a fallback of an unknown family',
      { fallbackModelId: 'amazon.titan-text-express-v1' },
      'fallbackModelId: received "amazon.titan-text-express-v1", which is of no known model family',
    ],
    [
      'an application profile as fallback without its model',
      { fallbackModelId: application },
      'fallbackFoundationModelId: no foundation model id is set',
    ],
    [
      'a fallback in a Region that its profile is not known in',
      {
        modelId: 'meta.llama3-8b-instruct-v1:0',
        fallbackModelId: 'us.meta.llama3-1-8b-instruct-v1:0',
        region: 'eu-north-1',
      },
      'fallbackModelRegions: is not set, and where a us.meta.llama3-1-8b-instruct-v1:0 profile called from eu-north-1 may route to is not known',
    ],
    [
      'an ARN of another Region as fallback',
      { fallbackModelId: 'arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-lite-v1:0' },
      'fallbackModelId: received "arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-lite-v1:0", which can be called in us-west-2 only',
    ],
    [
      'Regions for a model that has one',
      { modelId: 'meta.llama3-1-8b-instruct-v1:0', modelRegions: 'us-east-1' },
      'modelRegions: received us-east-1, but "meta.llama3-1-8b-instruct-v1:0" runs in us-east-2 only',
    ],
  ])('rejects %s', (_, context, fault) => {
    expect(faultsOf(context)).toEqual([expect.stringContaining(fault)]);
  });
});
