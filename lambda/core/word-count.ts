const words = new Intl.Segmenter('und', { granularity: 'word' });

/** How many words a text has, as people of its language count them (Unicode word segmentation). */
export function countWords(text: string): number {
  let count = 0;
  for (const segment of words.segment(text)) if (segment.isWordLike) count += 1;
  return count;
}
