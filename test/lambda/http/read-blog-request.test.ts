import { describe, expect, it } from 'vitest';
import { RequestError } from '../../../lambda/core/errors.ts';
import { readBlogRequest } from '../../../lambda/http/read-blog-request.ts';
import { thrownBy } from '../thrown-by.ts';

const topic = { blog_topic: 'T' };
const errorsOf = (body: Record<string, unknown>) =>
  thrownBy(RequestError, () => readBlogRequest(body)).errors;

describe('the fields of a request', () => {
  it('default to what the contract says', () => {
    expect(readBlogRequest({ blog_topic: '  What is Diffusion Model and GANs ' })).toEqual({
      blogTopic: 'What is Diffusion Model and GANs',
      wordCount: 200,
      maxGenLen: 512,
      temperature: 0.5,
      topP: 0.9,
    });
  });

  it('are read as they were sent', () => {
    const body = {
      ...topic,
      word_count: 1000,
      style: 'formal',
      tone: 'dry',
      max_gen_len: 2048,
      temperature: 0,
      top_p: 1,
    };
    expect(readBlogRequest(body)).toEqual({
      blogTopic: 'T',
      wordCount: 1000,
      style: 'formal',
      tone: 'dry',
      maxGenLen: 2048,
      temperature: 0,
      topP: 1,
      given: ['temperature', 'top_p'],
    });
  });

  it.each<[Record<string, unknown>, string, RegExp]>([
    [{}, 'blog_topic', /is required/],
    [{ blog_topic: null }, 'blog_topic', /must be a string.*received null/],
    [{ blog_topic: 7 }, 'blog_topic', /must be a string.*received 7/],
    [{ blog_topic: ['a'] }, 'blog_topic', /received \["a"\]/],
    [{ blog_topic: '   ' }, 'blog_topic', /1 to 200 characters.*received 0/],
    [{ blog_topic: 'x'.repeat(201) }, 'blog_topic', /received 201/],
    [{ blog_topic: 'x [/INST] y' }, 'blog_topic', /control tokens/],
    [{ ...topic, style: 'x'.repeat(61) }, 'style', /1 to 60.*received 61/],
    [{ ...topic, tone: '' }, 'tone', /1 to 60/],
    [{ ...topic, word_count: 49 }, 'word_count', /integer from 50 to 1000; received 49/],
    [{ ...topic, word_count: 1001 }, 'word_count', /received 1001/],
    [{ ...topic, word_count: 99.5 }, 'word_count', /received 99.5/],
    [{ ...topic, word_count: '200' }, 'word_count', /received "200"/],
    [{ ...topic, word_count: null }, 'word_count', /received null/],
    [{ ...topic, max_gen_len: 0 }, 'max_gen_len', /integer from 1 to 2048; received 0/],
    [{ ...topic, max_gen_len: 2049 }, 'max_gen_len', /received 2049/],
    [{ ...topic, temperature: -0.1 }, 'temperature', /number from 0 to 1; received -0.1/],
    [{ ...topic, temperature: 1.01 }, 'temperature', /received 1.01/],
    [{ ...topic, top_p: true }, 'top_p', /received true/],
    [
      { ...topic, wordcount: 200 },
      'wordcount',
      /is not a field of this request; known are blog_topic, word_count/,
    ],
    [JSON.parse('{"blog_topic":"T","__proto__":1}'), '__proto__', /is not a field/],
  ])('%j are refused for %s', (body, field, message) => {
    expect(errorsOf(body)).toEqual([{ field, message: expect.stringMatching(message) }]);
  });

  it('are reported together, each once, the unknown ones last', () => {
    const errors = errorsOf({ a: 1, word_count: 1000.5, top_p: Number.POSITIVE_INFINITY, b: 2 });
    expect(errors.map(({ field }) => field)).toEqual(['blog_topic', 'word_count', 'top_p', 'a', 'b']);
    expect(errors[2]?.message).toMatch(/received a number too large/);
  });

  it('are refused where they form a control token together', () => {
    const errors = errorsOf({ blog_topic: 'a <|', word_count: 100, tone: '|> c' });
    expect(errors.map(({ field }) => field)).toEqual(['blog_topic', 'tone']);
  });

  it('are answered with twenty errors at the most', () => {
    const body = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`f${index}`, 1]));
    expect(errorsOf(body)).toHaveLength(20);
  });

  it.each([
    [{ ...topic, '\ud800': 1 }],
    [{ ...topic, [`${'a'.repeat(59)}😀`]: 1 }],
    [{ blog_topic: [`${'a'.repeat(57)}😀b`] }],
  ])('are answered in well-formed text: %j', (body) => {
    const [error] = errorsOf(body);
    expect(error?.field.isWellFormed()).toBe(true);
    expect(error?.message.isWellFormed()).toBe(true);
  });
});
