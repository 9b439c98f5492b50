import { describe, expect, test } from 'vitest';
import { contracts } from '../../../../lambda/core/model/families/contracts.ts';
import { bodiesOf, type Changes, parseChanged } from './model-bodies.ts';

const llama = 'Llama with [INST]';
const mistral = 'Mistral text completion';
const mistralChat = 'Mistral chat completion';
const nova = 'Amazon Nova';
const claude = 'Anthropic Claude';
const gptOss = 'OpenAI gpt-oss';
const deepseek = 'DeepSeek-R1';
const palmyra = 'Writer Palmyra';
const names = Object.keys(contracts);
const modelIds = Object.values(contracts).map(({ modelId }) => modelId);

/** The error for a single violation at this JSON pointer. */
const refusedAt = (pointer: string) =>
  expect.objectContaining({
    name: 'ValidationException',
    message: expect.stringContaining(`Malformed input request: #/${pointer}: `),
  });

describe('a number at its bound is accepted, and one beyond it refused', () => {
  test.each<[name: string, field: string, accepted: number[], beyond: number[]]>([
    [llama, 'max_gen_len', [1, 2_048], [0, 2_049, 1.5]],
    [llama, 'temperature', [0, 1], [-0.1, 1.1]],
    [llama, 'top_p', [0, 1], [-0.1, 1.1]],
    [mistral, 'max_tokens', [1, 8_192], [0, 8_193]],
    [mistral, 'temperature', [0, 1], [1.1]],
    [mistralChat, 'max_tokens', [1, 8_192], [0, 8_193]],
    [mistralChat, 'top_p', [0, 1], [1.1]],
    [gptOss, 'max_completion_tokens', [1], [0]],
    [gptOss, 'temperature', [0, 2], [2.1]],
    [gptOss, 'top_p', [0, 1], [1.1]],
    [palmyra, 'max_tokens', [1, 8_192], [0, 8_193]],
    [palmyra, 'temperature', [0, 2], [2.1]],
    [palmyra, 'top_p', [0.001, 1], [0, 1.1]],
    [nova, 'maxTokens', [1, 5_000], [0, 5_001]],
    [nova, 'temperature', [0.00001, 1], [0, 1.1]],
    [nova, 'topP', [0, 1], [-0.1, 1.1]],
    [claude, 'max_tokens', [1, 64_000], [0]],
    [claude, 'temperature', [0, 1], [-0.1, 1.1]],
    [deepseek, 'max_tokens', [1, 32_768], [0, 32_769]],
    [deepseek, 'top_p', [0, 1], [1.1]],
  ])('%s: %s', (name, field, accepted, beyond) => {
    for (const value of accepted) expect(() => parseChanged(name, { [field]: value })).not.toThrow();
    const pointer = name === nova ? `inferenceConfig/${field}` : field;
    for (const value of beyond) {
      expect(() => parseChanged(name, { [field]: value })).toThrow(refusedAt(pointer));
    }
  });

  test('Mixtral writes less than Mistral 7B', () => {
    const mixtral = 'mistral.mixtral-8x7b-instruct-v0:1';
    expect(parseChanged(mistral, { max_tokens: 4_096 }, mixtral).maxGenLen).toBe(4_096);
    expect(() => parseChanged(mistral, { max_tokens: 4_097 }, mixtral)).toThrow(refusedAt('max_tokens'));
  });
});

describe('a body that is not of its family is refused', () => {
  test.each<[name: string, changes: Changes, pointer: string]>([
    ...names.map((name): [string, Changes, string] => [name, { extra: 1 }, 'extra']),
    ...[llama, mistral, deepseek].flatMap((name): [string, Changes, string][] => [
      [name, { prompt: undefined }, 'prompt'],
      [name, { prompt: 3 }, 'prompt'],
    ]),
    ...[mistralChat, gptOss, palmyra, nova, claude].flatMap((name): [string, Changes, string][] => [
      [name, { messages: undefined }, 'messages'],
      [name, { messages: [] }, 'messages/0'],
      [name, { messages: [{ role: 'user' }] }, 'messages/0/content'],
    ]),
    [llama, { top_p: null }, 'top_p'],
    [mistralChat, { messages: [{ role: 'developer', content: 'T' }] }, 'messages/0/role'],
    [mistralChat, { max_completion_tokens: 9 }, 'max_completion_tokens'],
    [gptOss, { reasoning_effort: 'none' }, 'reasoning_effort'],
    [nova, { top_p: 0.5 }, 'inferenceConfig/top_p'],
    [nova, { messages: [{ role: 'user', content: 'T' }] }, 'messages/0/content'],
    [claude, { anthropic_version: '2023-06-01' }, 'anthropic_version'],
    [claude, { thinking: { type: 'off' } }, 'thinking/type'],
  ])('%s with %j', (name, changes, pointer) => {
    expect(() => parseChanged(name, changes)).toThrow(refusedAt(pointer));
  });

  test.each(modelIds)('for %s also one that is no object', (id) => {
    for (const value of [null, [], 'text', 7]) {
      expect(() => bodiesOf(id).parse(value)).toThrow('Malformed input request: ');
    }
  });
});

test.each([
  ['us.amazon.nova-lite-v1:0', nova, 0.9],
  ['us.anthropic.claude-haiku-4-5-20251001-v1:0', claude, 1],
])('%s has a top_p of its own if none is sent', (_, name, topP) => {
  expect(parseChanged(name, {}).topP).toBe(topP);
});
