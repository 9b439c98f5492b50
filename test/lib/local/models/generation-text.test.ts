import { expect, it } from 'vitest';
import { toOutput } from '../../../../lib/local/models/generation-text.ts';

const input = { prompt: 'Write.', raw: true, maxGenLen: 50, temperature: 0.5, topP: 0.9 };

it.each([
  ['a text whose tokens the server did not count', 'four', 1],
  ['a longer one than its limit allows', 'x'.repeat(400), 50],
])('%s is estimated, at most at its limit', (_, text, tokens) => {
  expect(toOutput({ text }, input, 'the server').generationTokenCount).toBe(tokens);
});

it.each([
  ['<think>I end it with </think>, so.</think>\n\nA post', 'A post'],
  ['I end it with </think>, so.</think>\n\nA post', 'A post'],
  ['[THINK]Hm.[/THINK]A post', 'A post'],
  ['<reasoning>Hm.</reasoning> A post', 'A post'],
  ['A post on `<think>` and `</think>`.', 'A post on `<think>` and `</think>`.'],
])('of %j, what is not reasoning is the generation', (text, generation) => {
  expect(toOutput({ text, stopReason: 'stop' }, input, 'the server').generation).toBe(generation);
});
