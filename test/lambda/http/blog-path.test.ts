import { describe, expect, it, vi } from 'vitest';
import type { PostOutcome } from '../../../lambda/core/job/job-outcome.ts';
import { pathPrefix, readBlogId } from '../../../lambda/http/blog-path.ts';
import { createGetBlogHandler } from '../../../lambda/http/get-blog-handler.ts';
import { spyLog, spyMetrics } from '../core/report/report-sinks.ts';
import { lambdaContext, postBlogEvent } from './events.ts';
import { blog, blogId, handler as post } from './post-blog-fixture.ts';

const encoded = '20261122T160527123Z_%E0%B9%84%E0%B8%97%E0%B8%A2';

describe('what stands before the route', () => {
  it.each([
    ['/blog', ''],
    [`/blog/${blogId}`, ''],
    ['/prod-v1/blog', '/prod-v1'],
    [`/prod-v1/blog/${blogId}`, '/prod-v1'],
    ['/a/b.c/blog', '/a/b.c'],
    ['/blog/blog', '/blog'],
    ['/blog/blog/x', '/blog'],
    ['/prod/blog/', '/prod'],
    ['', ''],
    ['/x', ''],
    ['/blogs', ''],
    ['//evil.example/blog', ''],
    ['/a//b/blog', ''],
    ['x/blog', ''],
    ['/a b/blog', ''],
    ['/a\r\nset-cookie: x/blog', ''],
    ['/ä/blog', ''],
    ['/a:b/blog', ''],
    ['/a@b/blog', ''],
  ])('in %j is %j', (rawPath, prefix) => {
    expect(pathPrefix({ rawPath })).toBe(prefix);
  });
});

describe('the id in a path', () => {
  it.each<[string, Record<string, unknown>, string | undefined]>([
    [`/blog/${blogId}`, {}, blogId],
    [`/prod-v1/blog/${blogId}`, {}, blogId],
    [`/prod-v1/blog/${encoded}`, { blog_id: blogId }, blogId],
    ['/whatever', { blog_id: blogId }, blogId],
    [`/blog/${blogId}`, { blog_id: encoded }, blogId],
    [`/blog/${blogId}`, { blog_id: 7 }, blogId],
    [`/blog/${blogId}/y`, {}, undefined],
    [`/${blogId}`, {}, undefined],
    [`/blog/../${blogId}`, {}, undefined],
    ['/blog', {}, undefined],
    ['', {}, undefined],
    ['/blog/x', { blog_id: 'x' }, undefined],
  ])('%j with the parameters %j is %s', (rawPath, pathParameters, id) => {
    expect(readBlogId({ rawPath, pathParameters })).toBe(id);
  });
});

describe('Location', () => {
  const outcome: PostOutcome = { kind: 'completed', saved: { blogId, objectId: blogId, blog } };
  const getBlog = vi.fn(async (): Promise<PostOutcome> => outcome);
  const get = createGetBlogHandler({
    toPage: async (answer) => answer,
    bucket: 'posts',
    getBlog,
    now: Date.now,
    log: spyLog(),
    metrics: spyMetrics(),
  });

  it.each(['', '/prod-v1', '/stage/v2'])(
    'keeps the prefix %j, so that it leads where the caller came in',
    async (prefix) => {
      const location = `${prefix}/blog/${encoded}`;
      const written = await post(
        postBlogEvent({ blog_topic: 'T' }, { rawPath: `${prefix}/blog` }),
        lambdaContext(),
      );
      expect(written.headers).toMatchObject({ location });
      const event = postBlogEvent('', { rawPath: `${prefix}/blog/${blogId}` });
      expect((await get(event, lambdaContext())).headers).toMatchObject({ location });
      const text = await get({ ...event, headers: { accept: 'text/plain' } }, lambdaContext());
      expect([text.body, text.headers?.location]).toEqual(['A post.', location]);
      getBlog.mockResolvedValueOnce({ kind: 'accepted', blogId });
      expect((await get(event, lambdaContext())).headers).toMatchObject({ location, 'retry-after': '5' });
    },
  );
});
