import { expect, test, vi } from 'vitest';
import { buildInstruction } from '../../../../lambda/core/post/prompt.ts';
import { readPrompt } from '../../../../lib/local/models/stand-in-prompt.ts';

// A field that a later version might add to the end of the instruction.
vi.mock(import('../../../../lambda/core/request/request-fields.ts'), async (original) => {
  const actual = await original();
  const readers = { ...actual.requestFields.tone, property: 'readers' };
  return { ...actual, requestFields: { ...actual.requestFields, readers } };
});
vi.mock(import('../../../../lambda/core/post/prompt.ts'), async (original) => {
  const actual = await original();
  return {
    ...actual,
    buildInstruction: ({
      readers,
      ...request
    }: Parameters<typeof buildInstruction>[0] & { readers?: string }) =>
      actual.buildInstruction(request) + (readers === undefined ? '' : ` for ${readers}`),
  };
});

test.each([
  [{ readers: 'children' }],
  [{ style: 'dry', readers: 'children' }],
  [{ style: 'dry', tone: 'warm', readers: 'children' }],
])('an instruction with a new field is read: %j', (manners) => {
  const asked = { blogTopic: 'life in a village', wordCount: 80, ...manners };
  expect(readPrompt(buildInstruction(asked))).toEqual({
    topic: 'life in a village',
    wordCount: 80,
    manners: Object.values(manners),
  });
});
