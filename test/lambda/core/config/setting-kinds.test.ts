import { describe, expect, it } from 'vitest';
import { matching, number } from '../../../../lambda/core/config/setting-kinds.ts';

const bounds = { description: '', default: 1, min: 1, max: 100, unit: 'bees' };
const whole = number(bounds);
const fractional = number({ ...bounds, fractions: true });

describe('a number', () => {
  it.each<[unknown, number]>([
    [1, 1],
    [100, 100],
    ['1', 1],
    ['100', 100],
    ['2.000', 2],
  ])('is read from %j', (value, expected) => {
    expect([whole.read(value), fractional.read(value)]).toEqual([expected, expected]);
  });

  it.each([1.25, '1.25', '99.999999999'])('is a fraction, if that is allowed: %j', (value) => {
    expect([whole.read(value), fractional.read(value)]).toEqual([undefined, Number(value)]);
  });

  it.each<unknown>([
    ...[0, 101, Number.NaN, Number.POSITIVE_INFINITY, true, null, [5]],
    ...['0', '101', '', ' 5', '5 ', '+5', '1e1', '0x5', '5.', '.5', '5,5', '1.x', 'x5', '5x'],
  ])('is not %j', (value) => {
    expect([whole.read(value), fractional.read(value)]).toEqual([undefined, undefined]);
  });

  it('says what it accepts', () => {
    expect(whole.accepts).toBe('a whole number of bees from 1 to 100');
    expect(fractional.accepts).toBe('a number of bees from 1 to 100');
  });
});

it('a text is a text, although a number or a list may look like one', () => {
  const { read } = matching(/^5$/, 'five');
  expect([read('5'), read(5), read(['5'])]).toEqual(['5', undefined, undefined]);
});
