import { describe, expect, test } from 'vitest';
import { familyNames } from '../../../../../lambda/core/model/families/family-table.ts';
import { readCalledModel } from '../../../../../lib/local/bedrock/bedrock-stand-in.ts';
import { bedrockBodies } from '../../../../../lib/local/bedrock/bodies/family-bodies.ts';
import { readPrompt } from '../../../../../lib/local/models/stand-in-prompt.ts';
import { contracts } from '../../../../lambda/core/model/families/contracts.ts';
import { bodiesOf } from './model-bodies.ts';

const output = { generation: 'A post.', promptTokenCount: 31, generationTokenCount: 260 };

test('every family of the service has a contract to be measured by', () => {
  const covered = Object.values(contracts).map(({ modelId }) => readCalledModel(modelId).family);
  expect([...covered].sort()).toEqual([...familyNames].sort());
  expect(Object.keys(bedrockBodies)).toEqual(familyNames);
});

describe.each(Object.entries(contracts))('the body of %s', (name, contract) => {
  const { family, parse, format } = bodiesOf(contract.modelId);
  // Without a template there is nothing for a writer to keep.
  const raw = 'prompt' in contract.body;

  test('is read as documented', () => {
    const input = parse(contract.body);
    expect(input).toMatchObject({ raw, maxGenLen: 512 });
    expect(readPrompt(input.prompt)).toMatchObject({ topic: 'T', wordCount: 200 });
    expect(parse(contract.bodyWithTopP)).toMatchObject({ topP: 0.8 });
  });

  test.each(['stop', 'length'] as const)('answers what the service reads as %s', (stopReason) => {
    const counted = 'promptTokenCount' in contract.read;
    expect(family.readBody(format({ ...output, stopReason }))).toEqual({
      text: output.generation,
      stopReason,
      ...(counted && { promptTokenCount: 31, generationTokenCount: 260 }),
    });
  });

  test('has the fields of the documented answer', () => {
    const answer = format({ ...output, stopReason: 'stop' });
    // Measurements that the service does not read.
    const { metrics, ...documented } = contract.answer as Record<string, unknown>;
    expect(Object.keys(answer).sort(), name).toEqual(Object.keys(documented).sort());
  });
});
