import { describe, expect, test } from 'vitest';
import type { ModelChoices } from '../../../../lambda/core/model/choose-model.ts';
import { readCalledModel } from '../../../../lib/local/bedrock/bedrock-stand-in.ts';
import { modelId } from './bedrock-fixture.ts';

const nova = 'us.amazon.nova-lite-v1:0';
const profile = 'arn:aws:bedrock:us-east-2:111122223333:application-inference-profile/abc123';
const unknown = 'us.acme.new-v1:0';

describe('the family of a call', () => {
  test.each<[string, ModelChoices | undefined]>([
    [nova, undefined],
    [`arn:aws:bedrock:us-east-2:111122223333:inference-profile/${nova}`, undefined],
    [profile, { modelId: profile, foundationModelId: nova }],
    [unknown, { modelId: unknown, modelFamily: 'nova' }],
    [profile, { modelId, fallbackModelId: profile, fallbackFoundationModelId: 'amazon.nova-pro-v1:0' }],
    [unknown, { modelId, fallbackModelId: unknown, fallbackModelFamily: 'nova' }],
    // The family that is set is that of the first model alone.
    [nova, { modelId, modelFamily: 'llama', fallbackModelId: nova }],
  ])('%s is known from its id or the settings %j', (id, models) => {
    expect(readCalledModel(id, models).family).toBe('nova');
  });

  test.each(['m', 'us.amazon.nova-canvas-v1:0', 'cohere.command-r-v1:0', profile])(
    'is not known of %s: its id is invalid',
    (id) => {
      expect(() => readCalledModel(id)).toThrow(
        expect.objectContaining({
          name: 'ValidationException',
          message: 'The provided model identifier is invalid.',
        }),
      );
    },
  );
});
