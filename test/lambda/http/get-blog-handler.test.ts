import { afterEach, describe, expect, it, vi } from 'vitest';
import { BlogFailure } from '../../../lambda/core/errors.ts';
import { useVirtualTime } from '../virtual-time.ts';
import { lambdaContext, postBlogEvent } from './events.ts';
import { blogId, bodyOf, get, getBlog, log, metrics } from './handlers.ts';

/** What a browser's address line sends. */
const browserAccept =
  'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7';
const read = (rawPath: string, headers: Record<string, string> = {}) =>
  get(postBlogEvent('', { rawPath, headers }), lambdaContext(10_000));

useVirtualTime();
afterEach(() => {
  vi.clearAllMocks();
});

describe('GET /blog/{blog_id}', () => {
  it('answers a post as POST does', async () => {
    const result = await read(`/blog/${blogId}`);
    expect(getBlog).toHaveBeenCalledWith(blogId, Date.now() + 9_000, expect.anything());
    expect(result.statusCode).toBe(200);
    expect(bodyOf(result)).toMatchObject({ statusCode: 200, blog_id: blogId, generated_blog: 'A post.' });
  });

  it.each([
    ['application/json', 'json', 0],
    ['text/plain', 'text', 0],
    ['text/html', 'html', 1],
  ])(
    'as %s is logged with its format and status, and counted as a page where it is one',
    async (accept, format, pages) => {
      await read(`/blog/${blogId}`, { accept });
      expect(log.info).toHaveBeenCalledExactlyOnceWith(
        'Existing post returned',
        expect.objectContaining({ request_id: expect.any(String), format, status: 200 }),
      );
      expect(metrics.count.mock.calls.filter(([name]) => name === 'PostPages')).toHaveLength(pages);
    },
  );

  it.each([
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['application/json', 'application/json'],
    ['text/plain', 'text/plain; charset=utf-8'],
    ['text/*', 'text/plain; charset=utf-8'],
    ['text/plain, application/json', 'application/json'],
    ['text/plain;q=0.9, application/json;q=0.1', 'text/plain; charset=utf-8'],
    ['text/html, */*;q=0.8', 'text/html; charset=utf-8'],
    [browserAccept, 'text/html; charset=utf-8'],
    ['text/html;q=0.4, application/json;q=0.5', 'application/json'],
    ['TEXT/HTML', 'text/html; charset=utf-8'],
    ['text/plain;q=x', 'application/json'],
    ['*/*;q=0.1, text/*', 'text/plain; charset=utf-8'],
    ['image/png', 'application/json'],
  ])('to Accept: %s answers %s', async (accept, contentType) => {
    const result = await read(`/blog/${blogId}`, accept === undefined ? {} : { accept });
    expect(result.headers?.['content-type']).toBe(contentType);
    // The page is made of the JSON.
    expect(result.body).toMatch(contentType.startsWith('text/plain') ? /^A post\.$/ : /^\{"statusCode":200,/);
  });

  it('answers 202 with Retry-After while the post is being written', async () => {
    getBlog.mockResolvedValueOnce({ kind: 'accepted', blogId });
    const result = await read(`/blog/${blogId}`, { accept: 'text/plain' });
    expect(result.statusCode).toBe(202);
    expect(result.headers).toMatchObject({ 'retry-after': '5' });
    expect(result.headers).not.toHaveProperty('preference-applied');
  });

  it('answers a recorded failure with its problem, and does not log it as a new error', async () => {
    getBlog.mockRejectedValueOnce(new BlogFailure('model-throttled', 'x', { recorded: true }));
    const result = await read(`/blog/${blogId}`);
    expect(result.statusCode).toBe(429);
    expect(bodyOf(result)).toMatchObject({ type: 'urn:blog-writer:problem:model-throttled', status: 429 });
    expect(log.error).not.toHaveBeenCalled();
    expect(metrics.failure).not.toHaveBeenCalled();
  });

  it('answers 404 to what is no id before anything is read, and logs that as a refusal', async () => {
    const result = await read('/blog/x');
    expect(result.statusCode).toBe(404);
    expect(bodyOf(result).type).toBe('urn:blog-writer:problem:not-found');
    expect(getBlog).not.toHaveBeenCalled();
    const refusal = expect.objectContaining({ status: 404 });
    expect(log.info).toHaveBeenCalledExactlyOnceWith('Request refused', refusal);
    expect(metrics.failure).not.toHaveBeenCalled();
  });
});
