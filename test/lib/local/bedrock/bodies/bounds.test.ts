import { describe, expect, test } from 'vitest';
import { named, parseChanged, refusal } from './model-bodies.ts';

const { llama, mistral, mistralChat, nova, claude, gptOss, deepseek, palmyra } = named;

describe('a number at its bound is taken, and one beyond it refused', () => {
  test.each<[string, string, number[], [number, string][]]>([
    [
      llama,
      'max_gen_len',
      [1, 2_048],
      [
        [0, 'greater or equal to 1'],
        [2_049, 'less or equal to 2048'],
      ],
    ],
    [
      llama,
      'temperature',
      [0, 1],
      [
        [-0.1, 'greater or equal to 0'],
        [1.1, 'less or equal to 1'],
      ],
    ],
    [
      llama,
      'top_p',
      [0, 1],
      [
        [-0.1, 'greater or equal to 0'],
        [1.1, 'less or equal to 1'],
      ],
    ],
    [
      mistral,
      'max_tokens',
      [1, 8_192],
      [
        [0, 'greater or equal to 1'],
        [8_193, 'less or equal to 8192'],
      ],
    ],
    [mistral, 'temperature', [0, 1], [[1.1, 'less or equal to 1']]],
    [mistral, 'top_p', [0, 1], [[1.1, 'less or equal to 1']]],
    [
      mistral,
      'top_k',
      [1, 200],
      [
        [0, 'greater or equal to 1'],
        [201, 'less or equal to 200'],
      ],
    ],
    [
      mistralChat,
      'max_tokens',
      [1, 8_192],
      [
        [0, 'greater or equal to 1'],
        [8_193, 'less or equal to 8192'],
      ],
    ],
    [mistralChat, 'temperature', [0, 1], [[1.1, 'less or equal to 1']]],
    [mistralChat, 'top_p', [0, 1], [[1.1, 'less or equal to 1']]],
    [gptOss, 'max_completion_tokens', [1], [[0, 'greater or equal to 1']]],
    [gptOss, 'temperature', [0, 2], [[2.1, 'less or equal to 2']]],
    [gptOss, 'top_p', [0, 1], [[1.1, 'less or equal to 1']]],
    [
      palmyra,
      'max_tokens',
      [1, 8_192],
      [
        [0, 'greater or equal to 1'],
        [8_193, 'less or equal to 8192'],
      ],
    ],
    [palmyra, 'temperature', [0, 2], [[2.1, 'less or equal to 2']]],
    [
      palmyra,
      'top_p',
      [0.001, 1],
      [
        [0, 'greater than 0'],
        [1.1, 'less or equal to 1'],
      ],
    ],
    [
      nova,
      'maxTokens',
      [1, 5_000],
      [
        [0, 'greater or equal to 1'],
        [5_001, 'less or equal to 5000'],
      ],
    ],
    [
      nova,
      'temperature',
      [0.00001, 1],
      [
        [0, 'greater or equal to 0.00001'],
        [1.1, 'less or equal to 1'],
      ],
    ],
    [
      nova,
      'topP',
      [0, 1],
      [
        [-0.1, 'greater or equal to 0'],
        [1.1, 'less or equal to 1'],
      ],
    ],
    [claude, 'max_tokens', [1, 64_000], [[0, 'greater or equal to 1']]],
    [
      claude,
      'temperature',
      [0, 1],
      [
        [-0.1, 'greater or equal to 0'],
        [1.1, 'less or equal to 1'],
      ],
    ],
    [
      deepseek,
      'max_tokens',
      [1, 32_768],
      [
        [0, 'greater or equal to 1'],
        [32_769, 'less or equal to 32768'],
      ],
    ],
    [deepseek, 'temperature', [0, 1], [[1.1, 'less or equal to 1']]],
    [deepseek, 'top_p', [0, 1], [[1.1, 'less or equal to 1']]],
  ])('%s: %s', (name, field, taken, beyond) => {
    for (const value of taken) expect(() => parseChanged(name, { [field]: value })).not.toThrow();
    const at = name === nova ? `#/inferenceConfig/${field}` : `#/${field}`;
    for (const [value, bound] of beyond) {
      const violation = `${at}: ${value} is not ${bound.replace('0.00001', String(0.00001))}`;
      expect(() => parseChanged(name, { [field]: value })).toThrow(
        expect.objectContaining(refusal(violation)),
      );
    }
  });

  test('Mixtral writes less than Mistral 7B', () => {
    const mixtral = 'mistral.mixtral-8x7b-instruct-v0:1';
    expect(parseChanged(mistral, { max_tokens: 4_096 }, mixtral).maxGenLen).toBe(4_096);
    expect(() => parseChanged(mistral, { max_tokens: 4_097 }, mixtral)).toThrow(
      expect.objectContaining(refusal('#/max_tokens: 4097 is not less or equal to 4096')),
    );
  });
});
