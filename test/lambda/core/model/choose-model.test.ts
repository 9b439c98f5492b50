import { describe, expect, it } from 'vitest';
import {
  assertAccepted,
  chooseFallback,
  chooseModel,
  chooseModels,
} from '../../../../lambda/core/model/choose-model.ts';
import { familyNames, familyTable } from '../../../../lambda/core/model/families/family-table.ts';
import { ModelIdError } from '../../../../lambda/core/model/model-id.ts';
import { withDefaults } from '../../../../lambda/core/request/blog-request.ts';
import { thrownBy } from '../../thrown-by.ts';

const llama = 'us.meta.llama3-1-8b-instruct-v1:0';
const application = 'arn:aws:bedrock:us-east-2:123456789012:application-inference-profile/a1b2c3d4e5f6';

describe('the family of a model', () => {
  it.each([
    ['meta.llama3-8b-instruct-v1:0', undefined, 'Meta Llama'],
    ['us.meta.llama4-scout-17b-instruct-v1:0', undefined, 'Meta Llama'],
    ['mistral.mixtral-8x7b-instruct-v0:1', undefined, 'Mistral AI text completion'],
    ['us.mistral.pixtral-large-2502-v1:0', undefined, 'Mistral AI chat completion'],
    ['global.amazon.nova-2-lite-v1:0', undefined, 'Amazon Nova'],
    ['global.anthropic.claude-sonnet-4-5-20250929-v1:0', undefined, 'Anthropic Claude'],
    [
      'arn:aws:bedrock:us-east-2:123456789012:inference-profile/us.amazon.nova-pro-v1:0',
      undefined,
      'Amazon Nova',
    ],
    ['arn:aws:bedrock:us-east-2::foundation-model/openai.gpt-oss-120b-1:0', undefined, 'OpenAI gpt-oss'],
    [application, 'us.deepseek.r1-v1:0', 'DeepSeek-R1'],
  ])('is known from %s (%s): %s', (modelId, foundationModelId, name) => {
    expect(chooseModel({ modelId, foundationModelId }).family.name).toBe(name);
  });

  it('is the one that is set, whatever the id says', () => {
    expect(chooseModel({ modelId: 'qwen.qwen3-32b-v1:0', modelFamily: 'mistral-chat' }).family.name).toBe(
      'Mistral AI chat completion',
    );
  });

  it.each([
    ['deepseek.v3.2', undefined, 'modelId'],
    ['amazon.nova-canvas-v1:0', undefined, 'modelId'],
    ['amazon.titan-text-express-v1', undefined, 'modelId'],
    ['mistral.ministral-3-8b-instruct', undefined, 'modelId'],
    [application, 'cohere.command-r-v1:0', 'foundationModelId'],
  ])('is not known of %s (%s): the fault lists those that are', (modelId, foundationModelId, field) => {
    const fault = thrownBy(ModelIdError, () => chooseModel({ modelId, foundationModelId }));
    expect(fault.field).toBe(field);
    expect(fault.message).toContain(
      `received "${foundationModelId ?? modelId}", which is of no known model family`,
    );
    for (const name of familyNames) {
      for (const prefix of familyTable[name].prefixes) expect(fault.message).toContain(`${prefix}…`);
    }
    expect(fault.message).toContain('or set modelFamily');
  });

  it('has no prompt format but its own', () => {
    const fault = thrownBy(ModelIdError, () =>
      chooseModel({ modelId: 'amazon.nova-lite-v1:0', promptFormat: 'llama3' }),
    );
    expect(fault.field).toBe('promptFormat');
    expect(fault.message).toContain('is of Amazon Nova, which has its own; leave it out');
  });
});

describe('the fallback model', () => {
  it('is none unless it is set', () => {
    expect(chooseModels({ modelId: llama }).fallback).toBeUndefined();
  });

  it('has the family of its own id and, where it is a Llama model, the prompt format of the first', () => {
    const body = (fallbackModelId: string) =>
      chooseModels({
        modelId: llama,
        promptFormat: 'llama3',
        fallbackModelId,
      }).fallback?.family.buildBody(withDefaults({ blogTopic: 'T' }));
    expect(body('us.meta.llama3-1-70b-instruct-v1:0')).toMatchObject({
      prompt: expect.stringMatching(/^<\|begin_of_text\|>/),
    });
    expect(body('us.amazon.nova-lite-v1:0')).toHaveProperty('messages');
  });

  it('may have a family of its own', () => {
    const choices = { modelId: llama, fallbackModelId: 'qwen.qwen3-32b-v1:0' };
    expect(chooseModels({ ...choices, fallbackModelFamily: 'mistral-chat' }).fallback?.family.name).toBe(
      'Mistral AI chat completion',
    );
    const fault = thrownBy(ModelIdError, () => chooseFallback({ fallbackModelId: 'qwen.qwen3-32b-v1:0' }));
    expect(fault.message).toContain('or set fallbackModelFamily to');
  });

  it.each([
    [{ fallbackModelId: 'gpt' }, 'fallbackModelId'],
    [{ fallbackModelId: 'qwen.qwen3-32b-v1:0' }, 'fallbackModelId'],
    [{ fallbackModelId: application }, 'fallbackFoundationModelId'],
  ])('is at fault by the name of its own setting: %j', (choice, field) => {
    expect(thrownBy(ModelIdError, () => chooseFallback(choice)).field).toBe(field);
  });
});

describe('the limits of the models', () => {
  const nova = 'us.amazon.nova-lite-v1:0';

  it('refuse by field what one of them does not accept', () => {
    const twoNovas = chooseModels({ modelId: nova, fallbackModelId: 'us.amazon.nova-pro-v1:0' });
    expect(() => assertAccepted(withDefaults({ blogTopic: 'T', temperature: 0 }), twoNovas)).toThrow(
      expect.objectContaining({
        fault: 'invalid-request',
        message: 'temperature must be a number from 0.00001 to 1 for the models of Amazon Nova; received 0.',
        errors: [{ field: 'temperature', message: expect.any(String) }],
      }),
    );
    const withPalmyra = chooseModels({ modelId: nova, fallbackModelId: 'us.writer.palmyra-x5-v1:0' });
    expect(() => assertAccepted(withDefaults({ blogTopic: 'T', topP: 0 }), withPalmyra)).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ field: 'top_p' })] }),
    );
  });

  it.each(familyNames)('let the defaults of the HTTP contract through to %s', (name) => {
    const models = chooseModels({ modelId: `${familyTable[name].prefixes[0]}-4-7` });
    expect(() => assertAccepted(withDefaults({ blogTopic: 'T' }), models)).not.toThrow();
  });
});
