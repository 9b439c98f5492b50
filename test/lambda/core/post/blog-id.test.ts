import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blogKey,
  formatBlogTime,
  isBlogId,
  laterBlogId,
  makeBlogId,
  topicSlug,
} from '../../../../lambda/core/post/blog-id.ts';

const bytes = (text: string): number => Buffer.byteLength(text, 'utf8');

describe('the blog id', () => {
  it('is the UTC time to the millisecond and the topic', () => {
    const id = makeBlogId(Date.UTC(2026, 10, 22, 16, 5, 27, 123), 'What is Diffusion Model and GANs');
    expect(id).toBe('20261122T160527123Z_What-is-Diffusion-Model-and-GANs');
    expect(blogKey(id)).toBe('blog_output/20261122T160527123Z_What-is-Diffusion-Model-and-GANs.txt');
  });

  it.each([
    ['C++ & Rust: which?', 'C-Rust-which'],
    ['../../etc/passwd', 'etc-passwd'],
    ['हिन्दी में ब्लॉग', 'हिन्दी-में-ब्लॉग'],
    ['ประเทศไทย วันนี้', 'ประเทศไทย-วันนี้'],
    ['تعلم الآلة', 'تعلم-الآلة'],
    ['日本語', '日本語'],
    ['Cafe\u0301', 'Caf\u00e9'],
    ['😀'.repeat(200), 'untitled'],
    ['--- ---', 'untitled'],
    ['--a--', 'a'],
    [`${'x'.repeat(118)}--y`, `${'x'.repeat(118)}-y`],
    ['x'.repeat(200), 'x'.repeat(120)],
    [`${'x'.repeat(119)} y`, 'x'.repeat(119)],
    ['ก'.repeat(200), 'ก'.repeat(40)],
    [`a${'\u0301'.repeat(199)}`, `á${'\u0301'.repeat(59)}`],
  ])('turns the topic %j into %j', (topic, slug) => {
    expect(topicSlug(topic)).toBe(slug);
  });

  it('cuts a long topic between characters, not between a letter and its mark', () => {
    // 39 letters of 3 bytes leave 3 of the 120 bytes, which the letter fits without its vowel sign.
    expect(topicSlug(`${'क'.repeat(39)}कि`)).toBe('क'.repeat(39));
  });

  it('gives a key in blog_output/, below 1,024 bytes and within its grammar for any topic', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.integer({ min: 0, max: 4e12 }),
        (topic, time) => {
          const id = makeBlogId(time, topic);
          expect(isBlogId(id)).toBe(true);
          expect(blogKey(id)).toMatch(/^blog_output\/[^/\\]+\.txt$/);
          expect(bytes(blogKey(id))).toBeLessThanOrEqual(1024);
          expect(bytes(topicSlug(topic))).toBeLessThanOrEqual(120);
        },
      ),
    );
  });

  it.each([
    '',
    'blog',
    '20261122T160527123Z_',
    '20261122T160527123Z_a/b',
    '20261122T160527123Z_..',
    '20261122T160527123Z_a--b',
    '20261122T160527123Z_-a',
    '20261122T160527123Z_a.txt',
    '20261122T160527123Z_a%2Fb',
    '20261122T160527123Z_a\n',
    ' 20261122T160527123Z_a',
    `20261122T160527123Z_${'x'.repeat(121)}`,
    `20261122T160527123Z_${'x'.repeat(5000)}`,
  ])('is not %j', (text) => {
    expect(isBlogId(text)).toBe(false);
  });

  it.each(['x'.repeat(120), 'ก'.repeat(40)])('may have a topic of 120 bytes: %s', (topic) => {
    expect(isBlogId(`20261122T160527123Z_${topic}`)).toBe(true);
    expect(isBlogId(`20261122T160527123Z_${topic}x`)).toBe(false);
  });

  it('of the next millisecond keeps the topic, over midnight too', () => {
    expect(laterBlogId('20261231T235959999Z_a-20261122T160527123Z')).toBe(
      '20270101T000000000Z_a-20261122T160527123Z',
    );
  });

  it('writes the time without separators', () => {
    expect(formatBlogTime(0)).toBe('19700101T000000000Z');
  });
});
