import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countWords } from '../../../../lambda/core/post/word-count.ts';

const segmenter = new Intl.Segmenter('und', { granularity: 'word' });
const countSegments = (text: string): number =>
  [...segmenter.segment(text)].filter(({ isWordLike }) => isWordLike).length;

describe('countWords', () => {
  it.each([
    ['', 0],
    ["It's 3.5 a.m.: don’t e-mail", 6],
    ['— … !', 0],
    ['自然言語処理', 3],
    ['नमस्ते दुनिया', 2],
    ['สวัสดีชาวโลก', 3],
    ['naïve façade — “quoted” …', 3],
    ['under_score __ 1_000', 3],
  ])('counts %j as Unicode does', (text, count) => {
    expect(countSegments(text)).toBe(countWords(text));
    expect(countWords(text)).toBe(count);
  });

  it('counts any plain text like Intl.Segmenter', () => {
    const plain = fc.constantFrom(...'aZé1 0.,;:\'’‘“”"-–—…/()!?\t\n\r');
    fc.assert(
      fc.property(fc.string({ unit: plain, maxLength: 40 }), (text) => {
        expect(countWords(text)).toBe(countSegments(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('counts any other text like Intl.Segmenter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        expect(countWords(text)).toBe(countSegments(text));
      }),
    );
  });
});
