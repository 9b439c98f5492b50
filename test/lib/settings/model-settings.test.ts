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

  it('let a model be set where there is a default, and where there is none', () => {
    for (const region of ['eu-west-2', 'eusc-de-east-1']) {
      const modelId = 'meta.llama3-8b-instruct-v1:0';
      expect(readSettings({ region, modelId })).toMatchObject({ modelId, model: { destinations: [region] } });
    }
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
      'a model of an unknown family',
      { modelId: 'amazon.titan-text-express-v1' },
      'modelId: received "amazon.titan-text-express-v1", which is of no known model family',
    ],
    [
      'a fallback of an unknown family',
      { fallbackModelId: 'amazon.titan-text-express-v1' },
      'fallbackModelId: received "amazon.titan-text-express-v1", which is of no known model family',
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
  ])('rejects %s', (_, context, fault) => {
    expect(faultsOf(context)).toEqual([expect.stringContaining(fault)]);
  });
});
