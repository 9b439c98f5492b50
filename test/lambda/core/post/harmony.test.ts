import { describe, expect, it } from 'vitest';
import { extractPost } from '../../../../lambda/core/post/extract-post.ts';

describe("Harmony's channels", () => {
  const analysis = '<|channel|>analysis<|message|>We need a post. Use "final".<|end|>';
  const final = '<|channel|>final<|message|>Bees are vital.';

  it.each([
    [`${analysis}<|start|>assistant${final}<|return|>`, '<|return|>'],
    [`${analysis}${final}`, undefined],
    [
      `<|start|>assistant${analysis}<|start|>assistant${final}<|return|><|start|>user<|message|>More`,
      '<|return|>',
    ],
    [`analysis<|message|>We need a post.<|end|><|start|>assistant${final}`, undefined],
    [`${analysis}<|start|>assistant<|channel|>commentary<|message|>Soon.<|end|>${final}`, undefined],
    [`We need a post.<|end|><|start|>assistant${final}<|end|>`, '<|end|>'],
    [
      '<|channel|>analysis<|message|>Hm.<|end|><|channel|>final <|constrain|>text<|message|>Bees are vital.',
      undefined,
    ],
    ['analysisWe need a post.assistantfinalBees are vital.', undefined],
    ['<|start|>assistantanalysisWe need a post.assistantfinalBees are vital.', undefined],
    ['assistantanalysisWe need a post.assistant finalBees are vital.', undefined],
    [
      `Bees are vital.<|return|><|start|>user<|message|>Wasps<|end|><|start|>assistant<|channel|>final<|message|>Wasps`,
      '<|return|>',
    ],
    [
      `Bees are vital.<|start|>user<|message|>Wasps<|end|><|start|>assistant<|channel|>final<|message|>Wasps`,
      '<|start|>',
    ],
    ['Bees are vital.<|end|><|start|>assistant<|channel|>analysis<|message|>Hm', '<|end|>'],
  ])('have the post in the final one: %j', (generation, leakedToken) => {
    expect(extractPost(generation)).toEqual({
      text: 'Bees are vital.',
      ...(leakedToken !== undefined && { leakedToken }),
    });
  });

  it.each([
    analysis,
    '<|channel|>analysis<|message|>We need',
    '<|start|>assistant<|channel|>commentary to=functions.f<|message|>{}<|call|>',
    'analysis<|message|>We need',
    'User: analysis<|message|>We need',
    'assistant analysis<|message|>We need',
    '<|start|>assistantanalysis<|message|>We need',
    `${analysis}<|start|>assistant<|channel|>final<|message|>`,
  ])('have no post without a final one: %j', (generation) => {
    expect(extractPost(generation).text).toBe('');
  });
});

it('a text that only has the words of channels is complete', () => {
  const text = 'analysisParalysis is real. The assistant finally left.';
  expect(extractPost(text)).toEqual({ text });
});
