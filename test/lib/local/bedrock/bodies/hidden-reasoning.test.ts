import { describe, expect, test } from 'vitest';
import { writeReasoned } from '../../../../../lib/local/bedrock/bodies/hidden-reasoning.ts';
import { createStandInWriter } from '../../../../../lib/local/models/stand-in-writer.ts';
import { fakeWriter } from '../bedrock-fixture.ts';
import { bodiesOf } from './model-bodies.ts';

const never = new AbortController().signal;
const { thought = '' } = createStandInWriter();
const input = { prompt: 'T', raw: false, maxGenLen: 512, temperature: 0.5, topP: 0.9 };

describe.each(['openai.gpt-oss-20b-1:0', 'us.deepseek.r1-v1:0'])('the reasoning of %s', (id) => {
  const { family, reasoning, format } = bodiesOf(id);

  test('stands before the text and counts against the limit', async () => {
    const { writer, calls } = fakeWriter({ generation: 'A post.', generationTokenCount: 200 });
    const output = await writeReasoned({ ...writer, thought }, input, reasoning, never);
    const cost = output.generationTokenCount - 200;
    expect(cost).toBeGreaterThan(10);
    expect(calls[0]?.[0].maxGenLen).toBe(512 - cost);
    expect(output.generation).toMatch(/.+<\/(?:think|reasoning)>A post\.$/);
    expect(family.readBody(format(output))).toMatchObject({ text: 'A post.', stopReason: 'stop' });
  });

  test('that uses the limit up leaves no text, and nobody is asked for one', async () => {
    const { writer, calls } = fakeWriter();
    for (const maxGenLen of [1, 10, 20]) {
      const limited = { ...input, maxGenLen };
      const output = await writeReasoned({ ...writer, thought }, limited, reasoning, never);
      expect(output).toMatchObject({ generationTokenCount: maxGenLen, stopReason: 'length' });
      expect(() => family.readBody(format(output))).toThrow(
        expect.objectContaining({ kind: 'empty-generation' }),
      );
    }
    expect(calls).toHaveLength(0);
  });

  test('is empty where the writer makes none up, and leaves its counts as they are', async () => {
    const { writer, calls } = fakeWriter({ generation: 'A post.' });
    const output = await writeReasoned(writer, { ...input, maxGenLen: 1 }, reasoning, never);
    expect(calls[0]?.[0].maxGenLen).toBe(1);
    expect(output).toMatchObject({ promptTokenCount: 31, generationTokenCount: 260 });
    const cut = format({ ...output, stopReason: 'length' });
    expect(family.readBody(cut)).toMatchObject({ text: 'A post.', stopReason: 'length' });
  });

  test("is the writer's own where it has one", async () => {
    const generation = `${reasoning?.opening}Its own.${reasoning?.closing}A post.`;
    const { writer } = fakeWriter({ generation });
    expect(await writeReasoned({ ...writer, thought }, input, reasoning, never)).toMatchObject({
      generation,
      generationTokenCount: 260,
    });
  });
});

test('a model that shows no reasoning writes with the whole limit', async () => {
  const { writer, calls } = fakeWriter();
  expect(await writeReasoned(writer, input, undefined, never)).toMatchObject({ generation: 'text' });
  expect(calls[0]?.[0]).toEqual(input);
});
