import { describe, expect, it } from 'vitest';
import { pathPrefix, readBlogId } from '../../../lambda/http/blog-path.ts';
import { lambdaContext, postBlogEvent } from './events.ts';
import { blogId, encodedId, get, getBlog, post } from './handlers.ts';

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
    [`/prod-v1/blog/${encodedId}`, { blog_id: blogId }, blogId],
    ['/whatever', { blog_id: blogId }, blogId],
    [`/blog/${blogId}`, { blog_id: encodedId }, blogId],
    [`/blog/${blogId}`, { blog_id: 7 }, blogId],
    [`/blog/${blogId}/y`, {}, undefined],
    [`/${blogId}`, {}, undefined],
    [`/blog/../${blogId}`, {}, undefined],
    [`/blog/%2e%2e%2f${blogId}`, {}, undefined],
    [`/blog/${blogId}.txt`, {}, undefined],
    ['/blog/', {}, undefined],
    ['/blog', {}, undefined],
    ['', {}, undefined],
    ['/blog/x', { blog_id: 'x' }, undefined],
  ])('%j with the parameters %j is %s', (rawPath, pathParameters, id) => {
    expect(readBlogId({ rawPath, pathParameters })).toBe(id);
  });
});

it.each(['', '/prod-v1', '/stage/v2'])(
  'Location keeps the prefix %j, so that it leads where the caller came in',
  async (prefix) => {
    const headers = { location: `${prefix}/blog/${encodedId}` };
    const ordered = postBlogEvent({ blog_topic: 'T' }, { rawPath: `${prefix}/blog` });
    expect(await post(ordered, lambdaContext())).toMatchObject({ headers });
    const event = postBlogEvent('', { rawPath: `${prefix}/blog/${blogId}` });
    expect(await get(event, lambdaContext())).toMatchObject({ headers });
    const text = await get({ ...event, headers: { accept: 'text/plain' } }, lambdaContext());
    expect(text).toMatchObject({ body: 'A post.', headers });
    getBlog.mockResolvedValueOnce({ kind: 'accepted', blogId });
    expect(await get(event, lambdaContext())).toMatchObject({ statusCode: 202, headers });
  },
);
