import { afterEach, describe, expect, it, vi } from 'vitest';
import { BlogFailure } from '../../../lambda/core/errors.ts';
import type { PostOutcome } from '../../../lambda/core/job/job-outcome.ts';
import type { Blog } from '../../../lambda/core/post/blog.ts';
import type { HttpResult } from '../../../lambda/http/blog-response.ts';
import { createGetBlogHandler } from '../../../lambda/http/get-blog-handler.ts';
import { spyLog, spyMetrics } from '../core/report/report-sinks.ts';
import { lambdaContext, postBlogEvent } from './events.ts';

const blogId = '20261122T160527123Z_ไทย';
const blog: Blog = {
  blogTopic: 'ไทย',
  text: 'A post.',
  stopReason: 'stop',
  truncated: false,
  modelId: 'm',
  modelCalls: 1,
};
/** What a browser's address line sends. */
const browserAccept =
  'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7';
const log = spyLog();
const metrics = spyMetrics();
const getBlog = vi.fn(
  async (_blogId: string, _deadlineAt: number): Promise<PostOutcome> => ({
    kind: 'completed',
    saved: { blogId, objectId: blogId, blog },
  }),
);
const toPage = vi.fn(async (answer: HttpResult) => ({
  ...answer,
  headers: { 'content-type': 'text/html; charset=utf-8' },
}));
const handler = createGetBlogHandler({
  bucket: 'posts',
  getBlog,
  toPage,
  now: () => 1_000_000,
  log,
  metrics,
});
const get = (rawPath: string, headers: Record<string, string> = {}) =>
  handler(postBlogEvent('', { rawPath, headers }), lambdaContext(10_000));

afterEach(() => {
  vi.clearAllMocks();
});

describe('GET /blog/{blog_id}', () => {
  it('answers a post as POST does', async () => {
    const result = await get(`/blog/${blogId}`);
    expect(getBlog).toHaveBeenCalledWith(blogId, 1_009_000, expect.anything());
    expect(result.statusCode).toBe(200);
    expect(JSON.parse(result.body ?? '')).toMatchObject({
      statusCode: 200,
      blog_id: blogId,
      generated_blog: 'A post.',
    });
  });

  it.each([
    ['application/json', 'json', 0],
    ['text/plain', 'text', 0],
    ['text/html', 'html', 1],
  ])(
    'as %s is logged with its format and status, and counted as a page where it is one',
    async (accept, format, pages) => {
      await get(`/blog/${blogId}`, { accept });
      expect(log.info).toHaveBeenCalledExactlyOnceWith(
        'Existing post returned',
        expect.objectContaining({ request_id: expect.any(String), format, status: 200 }),
      );
      expect(metrics.count.mock.calls.filter(([name]) => name === 'PostPages')).toHaveLength(pages);
    },
  );

  it('of a post that does not exist is logged as refused, not as a failure', async () => {
    await get('/blog/none');
    expect(log.info).toHaveBeenCalledExactlyOnceWith(
      'Request refused',
      expect.objectContaining({ status: 404 }),
    );
    expect(metrics.failure).not.toHaveBeenCalled();
  });

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
    const result = await get(`/blog/${blogId}`, accept === undefined ? {} : { accept });
    expect(result.headers?.['content-type']).toBe(contentType);
    if (contentType.startsWith('text/plain')) expect(result.body).toBe('A post.');
  });

  it('answers 202 with Retry-After while the post is being written', async () => {
    getBlog.mockResolvedValueOnce({ kind: 'accepted', blogId });
    const result = await get(`/blog/${blogId}`, { accept: 'text/plain' });
    expect(result.statusCode).toBe(202);
    expect(result.headers).toMatchObject({ 'retry-after': '5' });
    expect(result.headers).not.toHaveProperty('preference-applied');
  });

  it('tells a recorded failure as its problem, and does not log it as an error of now', async () => {
    getBlog.mockRejectedValueOnce(new BlogFailure('model-throttled', 'x', { recorded: true }));
    const result = await get(`/blog/${blogId}`);
    expect(JSON.parse(result.body ?? '')).toMatchObject({
      type: 'urn:blog-writer:problem:model-throttled',
      status: result.statusCode,
    });
    expect(log.error).not.toHaveBeenCalled();
    expect(metrics.failure).not.toHaveBeenCalled();
  });

  it.each([
    '/blog/',
    '/blog',
    '/blog/x',
    '/blog/../x',
    `/blog/${blogId}/y`,
    `/blog/${blogId}.txt`,
    `/blog/%2e%2e%2f${blogId}`,
    '/x',
  ])('answers 404 to %s before anything is read', async (rawPath) => {
    const result = await get(rawPath);
    expect(result.statusCode).toBe(404);
    expect(JSON.parse(result.body ?? '').type).toBe('urn:blog-writer:problem:not-found');
    expect(getBlog).not.toHaveBeenCalled();
  });

  it('is a 404 for an event without a path', async () => {
    const { statusCode } = await handler({} as never, lambdaContext());
    expect(statusCode).toBe(404);
  });
});
