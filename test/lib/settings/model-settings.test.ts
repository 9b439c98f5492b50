import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../lib/settings/settings.ts';
import { faultsOf } from './settings-faults.ts';

const application = 'arn:aws:bedrock:us-east-2:123456789012:application-inference-profile/a1b2c3d4e5f6';

describe('the settings of the models', () => {
  it('place the fallback model by itself', () => {
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

  it.each([
    [
      'a Region that the profile is not known in',
      { region: 'eu-north-1' },
      'modelRegions: is not set, and where a "us." profile called from eu-north-1 may route to is not known',
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
      'fallbackModelRegions: is not set, and where a "us." profile called from eu-north-1 may route to is not known',
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
  ])('refuses %s', (_, context, fault) => {
    expect(faultsOf(context)).toEqual([expect.stringContaining(fault)]);
  });
});
