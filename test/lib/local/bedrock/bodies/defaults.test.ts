import { describe, expect, test } from 'vitest';
import { bodiesOf } from './model-bodies.ts';

const chat = { messages: [{ role: 'user', content: 'T' }] };
const novaContent = [{ text: 'a' }, { text: 'b' }];

describe('what a body leaves out is as the model has it', () => {
  test.each([
    ['us.meta.llama3-1-8b-instruct-v1:0', { prompt: 'T' }, [512, 0.5, 0.9]],
    ['mistral.mistral-7b-instruct-v0:2', { prompt: 'T' }, [512, 0.5, 0.9]],
    ['mistral.mistral-large-2402-v1:0', { prompt: 'T' }, [8_192, 0.7, 1]],
    ['mistral.mistral-large-2407-v1:0', chat, [8_192, 0.7, 1]],
    ['openai.gpt-oss-20b-1:0', chat, [4_096, 1, 1]],
    ['us.writer.palmyra-x5-v1:0', chat, [16, 1, 1]],
    ['us.deepseek.r1-v1:0', { prompt: 'T' }, [512, 0.5, 0.9]],
    [
      'us.amazon.nova-lite-v1:0',
      { messages: [{ role: 'user', content: [{ text: 'T' }] }] },
      [5_000, 0.7, 0.9],
    ],
    [
      'us.anthropic.claude-haiku-4-5-20251001-v1:0',
      { ...chat, anthropic_version: 'bedrock-2023-05-31', max_tokens: 9 },
      [9, 1, 1],
    ],
  ])('%s', (id, body, [maxGenLen, temperature, topP]) => {
    expect(bodiesOf(id).parse(body)).toMatchObject({ prompt: 'T', maxGenLen, temperature, topP });
  });
});

test.each([
  ['us.amazon.nova-lite-v1:0', { messages: [{ role: 'user', content: novaContent }] }],
  [
    'us.anthropic.claude-haiku-4-5-20251001-v1:0',
    {
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 9,
      messages: [{ role: 'user', content: novaContent.map((part) => ({ type: 'text', ...part })) }],
    },
  ],
  [
    'openai.gpt-oss-20b-1:0',
    { messages: [{ role: 'user', content: novaContent.map((part) => ({ type: 'text', ...part })) }] },
  ],
  [
    'us.writer.palmyra-x5-v1:0',
    {
      messages: [
        { role: 'system', content: 'a' },
        { role: 'user', content: { text: 'b' } },
      ],
    },
  ],
])('the prompt of %s is the text of all parts of its messages', (id, body) => {
  expect(bodiesOf(id).parse(body).prompt).toBe('a\n\nb');
});
