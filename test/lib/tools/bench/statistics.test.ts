import { describe, expect, it } from 'vitest';
import { median, pairedRatios, quartiles, shuffle } from '../../../../lib/tools/bench/statistics.ts';

describe('quartiles', () => {
  it('interpolates between the values of a sample, in whatever order they come', () => {
    expect(quartiles([4, 1, 3, 2])).toEqual({ q1: 1.75, median: 2.5, q3: 3.25 });
    expect(quartiles([7])).toEqual({ q1: 7, median: 7, q3: 7 });
    expect(median([10, 2, 9])).toBe(9);
  });

  it('refuses a sample without values', () => {
    expect(() => quartiles([])).toThrow(RangeError);
  });
});

describe('pairedRatios', () => {
  it('compares what was measured in one round', () => {
    expect(pairedRatios([10, 40], [5, 10])).toEqual([2, 4]);
  });

  it('refuses rounds that lack one of the two', () => {
    expect(() => pairedRatios([1], [1, 2])).toThrow(/each candidate once/);
  });
});

describe('shuffle', () => {
  it('keeps every item once, in an order that changes', () => {
    const items = Array.from({ length: 20 }, (_, item) => item);
    const orders = Array.from({ length: 3 }, () => shuffle(items));
    for (const order of orders) expect(order.toSorted((a, b) => a - b)).toEqual(items);
    expect(new Set(orders.map(String)).size).toBe(3);
  });
});
