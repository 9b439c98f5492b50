import { describe, expect, it } from 'vitest';
import { nearestName } from '../../../lib/command/nearest-name.ts';

describe('nearestName', () => {
  it.each([
    ['wordcount', 'word-count'],
    ['word_count', 'word-count'],
    ['wordCount', 'word-count'],
    ['words-count', 'word-count'],
    ['tempertaure', 'temperature'],
    ['topp', 'top-p'],
    ['topic', 'top-p'],
    ['colour', undefined],
    ['x', undefined],
    ['', undefined],
  ])('of %j is %j', (typed, meant) => {
    expect(nearestName(typed, ['word-count', 'temperature', 'top-p', 'run'])).toBe(meant);
  });
});
