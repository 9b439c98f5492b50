import { describe, expect, it } from 'vitest';
import { readBlogOrder } from '../../../lib/local/blog-arguments.ts';

const positionals = ['Cats', 'and', 'dogs'];

describe('what npm run blog was asked for', () => {
  it('is a topic, of all arguments that are no options', () => {
    expect(readBlogOrder({ values: {}, positionals })).toEqual({
      fields: { blog_topic: 'Cats and dogs' },
      respondAsync: false,
    });
  });

  it('has the fields of the contract, numbers as numbers', () => {
    const values = {
      'word-count': '50',
      style: '7',
      tone: 'dry',
      'max-gen-len': '64',
      temperature: '0.1',
      'top-p': '1',
    };
    expect(readBlogOrder({ values, positionals }).fields).toEqual({
      blog_topic: 'Cats and dogs',
      word_count: 50,
      style: '7',
      tone: 'dry',
      max_gen_len: 64,
      temperature: 0.1,
      top_p: 1,
    });
  });

  it.each(['many', ''])('leaves it to the service to refuse %j as a number', (value) => {
    expect(readBlogOrder({ values: { 'word-count': value }, positionals }).fields.word_count).toBe(value);
  });

  it('has what goes into headers', () => {
    const values = { async: true, 'idempotency-key': 'a key' };
    expect(readBlogOrder({ values, positionals })).toMatchObject({
      respondAsync: true,
      idempotencyKey: 'a key',
    });
  });

  it.each([
    ['no topic', { values: {}, positionals: [] }, /^A topic is missing\. .*npm run blog -- "Cats"$/],
    [
      'a key that no header can hold',
      { values: { 'idempotency-key': 'schlüssel' }, positionals },
      /^--idempotency-key .*"schlüssel"\.$/,
    ],
  ])('is refused as a wrong call: %s', (_, line, message) => {
    expect(() => readBlogOrder(line)).toThrow(
      expect.objectContaining({ name: 'UsageError', message: expect.stringMatching(message) }),
    );
  });
});
