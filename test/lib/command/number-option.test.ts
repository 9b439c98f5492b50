import { describe, expect, it } from 'vitest';
import { readNumberOption } from '../../../lib/command/number-option.ts';

describe('readNumberOption', () => {
  it('gives the default where nothing was supplied', () => {
    expect(readNumberOption('--posts', undefined, { default: 7, min: 10 })).toBe(7);
  });

  it.each([
    ['0', { min: 0, max: 65_535 }, 0],
    ['65535', { min: 0, max: 65_535 }, 65_535],
    ['0.5', { min: 0, fractions: true }, 0.5],
  ])('reads %s', (value, bounds, expected) => {
    expect(readNumberOption('--posts', value, { default: 1, ...bounds })).toBe(expected);
  });

  it.each([
    ['0', { min: 1 }, '--posts takes a whole number of at least 1; received "0"'],
    ['1.5', { min: 1 }, '--posts takes a whole number of at least 1; received "1.5"'],
    ['long', { min: 0, fractions: true }, '--posts takes a number of at least 0; received "long"'],
    ['', { min: 0 }, '--posts takes a whole number of at least 0; received ""'],
    ['65536', { min: 0, max: 65_535 }, '--posts takes a whole number from 0 to 65535; received "65536"'],
  ])('refuses %j and says what to supply', (value, bounds, message) => {
    expect(() => readNumberOption('--posts', value, { default: 1, ...bounds })).toThrow(
      expect.objectContaining({ name: 'UsageError', message }),
    );
  });
});
