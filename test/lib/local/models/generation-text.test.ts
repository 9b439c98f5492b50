import { expect, it } from 'vitest';
import { createGenerationText } from '../../../../lib/local/models/generation-text.ts';

it.each([
  ['a text whose tokens the server did not count', 'four', 1],
  ['a longer one than its limit allows', 'x'.repeat(400), 50],
])('%s is estimated, at most at its limit', (_, text, tokens) => {
  const answer = createGenerationText();
  answer.add({ text });
  const input = { prompt: 'Write.', raw: true, maxGenLen: 50, temperature: 0.5, topP: 0.9 };
  expect(answer.end(input, 'the server').generationTokenCount).toBe(tokens);
});
