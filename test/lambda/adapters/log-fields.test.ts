import { describe, expect, it } from 'vitest';
import { toLogFields, withoutTopics } from '../../../lambda/adapters/log-fields.ts';
import { BlogFailure } from '../../../lambda/core/errors.ts';

const key = 'blog_output/20261122T160527123Z_My-secret-topic.txt';

describe('a log line', () => {
  it.each([
    [`no such key ${key}`, 'no such key blog_output/20261122T160527123Z_…'],
    ['denied on "20261122T160527123Z_ไทย-ลับ"', 'denied on "20261122T160527123Z_…"'],
    ['<Key>20261122T160527123Z_secret</Key>', '<Key>20261122T160527123Z_…</Key>'],
    ['nothing to hide', 'nothing to hide'],
  ])('reduces %j to %j', (text, logged) => {
    expect(withoutTopics(text)).toBe(logged);
  });

  it('keeps the cause of an error, and nothing that it carries', () => {
    const cause = Object.assign(new Error(`AccessDenied: ${key}`), {
      name: 'AccessDenied',
      code: 'EX',
      Key: key,
      Resource: `/posts/${key}`,
      $metadata: { httpStatusCode: 403, requestId: 'R1', attempts: 4 },
      $response: { body: 'A post.' },
    });
    const error = new BlogFailure('store-unavailable', 'S3 failed', { cause, generatedBlog: 'A post.' });
    const fields = toLogFields({ error, status: 500, detail: key });
    expect(fields).toMatchObject({
      status: 500,
      detail: 'blog_output/20261122T160527123Z_…',
      error: {
        name: 'BlogFailure',
        message: 'S3 failed',
        cause: { name: 'AccessDenied', code: 'EX', http_status: 403, aws_request_id: 'R1', attempts: 4 },
      },
    });
    expect(JSON.stringify(fields)).not.toMatch(/secret|A post/);
  });

  it('describes any other thrown value', () => {
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    expect(JSON.stringify(toLogFields({ error: circular, count: 1n, none: null, fields: ['a'] }))).toBe(
      '{"error":"[object Object]","count":"1","none":null,"fields":["a"]}',
    );
  });

  it('may contain the topic as its own field, at debug level', () => {
    expect(toLogFields({ blog_topic: 'My secret topic' })).toEqual({ blog_topic: 'My secret topic' });
  });
});

it('a failure with a text does not show it when the error is printed', () => {
  const error = new BlogFailure('store-unavailable', 'S3 failed', { generatedBlog: 'A post.' });
  expect(error.generatedBlog).toBe('A post.');
  expect(JSON.stringify({ ...error })).not.toContain('A post');
  expect(Object.keys(error)).not.toContain('generatedBlog');
});
