import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PostOutcome } from '../../../lambda/core/job/job-outcome.ts';
import { createGetBlogHandler } from '../../../lambda/http/get-blog-handler.ts';
import { readHttpEvent, requestIdOf } from '../../../lambda/http/http-event.ts';
import { spyLog, spyMetrics } from '../core/report/report-sinks.ts';
import { lambdaContext, postBlogEvent } from './events.ts';
import { blog, blogId, bodyOf, handler as post, postBlog } from './post-blog-fixture.ts';

const getBlog = vi.fn(
  async (): Promise<PostOutcome> => ({ kind: 'completed', saved: { blogId, objectId: blogId, blog } }),
);
const get = createGetBlogHandler({
  toPage: async (answer) => answer,
  bucket: 'posts',
  getBlog,
  now: Date.now,
  log: spyLog(),
  metrics: spyMetrics(),
});

afterEach(() => {
  vi.clearAllMocks();
});

const topic = '{"blog_topic":"T"}';
const format1 = {
  version: '1.0',
  resource: '/blog',
  path: '/blog',
  httpMethod: 'POST',
  headers: { 'Idempotency-Key': 'k' },
  body: topic,
};
const loadBalancer = {
  requestContext: { elb: { targetGroupArn: 'arn' } },
  httpMethod: 'POST',
  path: '/blog',
  multiValueHeaders: { 'idempotency-key': ['k'] },
  body: topic,
};

describe('an event that is none of payload format 2.0', () => {
  it.each<[string, unknown, string]>([
    ['null', null, 'the event null'],
    ['undefined', undefined, 'the event undefined'],
    ['a text', '{}', 'the event "{}"'],
    ['a number', 7, 'the event 7'],
    ['an array', [{}], 'the event that is an array'],
    [
      'a body that is an object',
      { body: { blog_topic: 'T' } },
      'the body that is an object, which must be a string',
    ],
    ['a body that is a number', { body: 5 }, 'the body 5, which must be a string'],
    ['a body that is an array', { body: [] }, 'the body that is an array'],
    [
      'a flag that is a text',
      { body: topic, isBase64Encoded: 'false' },
      'the isBase64Encoded "false", which must be a boolean',
    ],
    [
      'a header that is a number',
      { headers: { prefer: 7 }, body: topic },
      'the header "prefer" 7, which must be a string',
    ],
    ['a header that is a list', { headers: { prefer: ['a'] } }, 'the header "prefer" that is an array'],
    ['headers that are a list', { headers: [] }, 'the headers that is an array'],
    ['headers that are a text', { headers: 'x' }, 'the headers "x"'],
    ['a path that is an object', { rawPath: {} }, 'the rawPath that is an object'],
    ['path parameters that are a text', { pathParameters: 'x' }, 'the pathParameters "x"'],
    ['a context that is a text', { requestContext: 'x' }, 'the requestContext "x"'],
    ['an authorizer that is a text', { requestContext: { authorizer: 'x' } }, 'the authorizer "x"'],
    ['format 1.0', format1, 'one of the version "1.0"'],
    ['a version that is a number', { version: 2 }, 'one of the version 2'],
    ['a load balancer', loadBalancer, 'one with "httpMethod"'],
    [
      'lists of headers, which hold the key',
      { multiValueHeaders: { 'idempotency-key': ['k'] }, body: topic },
      'one with "multiValueHeaders"',
    ],
    ['the messages of a queue', { Records: [{ body: topic }] }, 'one of "Records"'],
    ['a schedule that keeps it warm', { source: 'serverless-plugin-warmup' }, 'one of "source"'],
    ['the fields of a request', { blog_topic: 'T', tone: 'dry' }, 'one of "blog_topic, tone"'],
    ['a text without end', `${'x'.repeat(100)}`, `the event "${'x'.repeat(59)}…`],
  ])('is a 400 that says what is expected: %s', async (_, event, received) => {
    for (const handler of [post, get]) {
      const result = await handler(event, lambdaContext());
      expect(result.statusCode).toBe(400);
      expect(bodyOf(result)).toMatchObject({
        type: 'urn:blog-writer:problem:invalid-request',
        detail: expect.stringMatching(/payload format 2\.0.*; received /),
      });
      expect(bodyOf(result).detail).toContain(`; received ${received}`);
    }
    expect(postBlog).not.toHaveBeenCalled();
    expect(getBlog).not.toHaveBeenCalled();
  });
});

describe('a hand-made event', () => {
  it('may leave out, or set to null, whatever it has no need of', () => {
    const empty = { headers: {}, isBase64Encoded: false, rawPath: '', pathParameters: {}, authorizer: {} };
    expect(readHttpEvent({})).toEqual({ ...empty, body: '' });
    const nothing = { headers: null, body: null, isBase64Encoded: null, rawPath: null, pathParameters: null };
    expect(readHttpEvent({ ...nothing, requestContext: null })).toEqual({ ...empty, body: '' });
    expect(readHttpEvent({ headers: { prefer: undefined, accept: null } }).headers).toEqual({});
  });

  it('may write the names of headers in capitals: its key is a key', async () => {
    const headers = { 'Idempotency-KEY': 'k', 'X-a': '1', 'x-A': '2' };
    await post(postBlogEvent(topic, { headers, requestContext: {} as never }), lambdaContext());
    expect(postBlog.mock.calls[0]?.[0].idempotencyKey?.hash).toContain('"k"');
    expect(readHttpEvent({ headers }).headers).toEqual({ 'idempotency-key': 'k', 'x-a': '1,2' });
  });
});

describe('the id of a request', () => {
  it.each<[string, unknown, string]>([
    ['the gateway’s', { requestContext: { requestId: 'r' } }, 'r'],
    ['Lambda’s where the gateway gave none', { requestContext: {} }, 'l'],
    ['Lambda’s where the gateway’s is empty', { requestContext: { requestId: '' } }, 'l'],
    ['Lambda’s where the gateway’s is no text', { requestContext: { requestId: 7 } }, 'l'],
    ['Lambda’s where there is no context', { requestContext: 'x' }, 'l'],
    ['Lambda’s where there is no event', null, 'l'],
  ])('is %s', (_, event, id) => {
    expect(requestIdOf(event, 'l')).toBe(id);
  });
});

describe('the time of an event', () => {
  it.each([['1764000000000'], [null], [Number.NaN], [Number.POSITIVE_INFINITY], [{}]])(
    'is that of its arrival at the function where it is no number: %s',
    async (timeEpoch) => {
      vi.useFakeTimers({ now: 1_000_000 });
      const event = postBlogEvent(topic);
      await post({ ...event, requestContext: { ...event.requestContext, timeEpoch } }, lambdaContext());
      vi.useRealTimers();
      expect(postBlog).toHaveBeenCalledOnce();
      expect(postBlog.mock.calls[0]?.[0].deadlineAt).toBeGreaterThan(1_000_000);
      expect(readHttpEvent({ requestContext: { timeEpoch } })).not.toHaveProperty('arrivedAt');
    },
  );

  it.each([0, -1, 1_764_000_000, 1_700_000_000_000])(
    'that is long past (%i) ends the request before anything of it is begun',
    async (timeEpoch) => {
      const event = postBlogEvent(topic);
      const result = await post(
        { ...event, requestContext: { ...event.requestContext, timeEpoch } },
        lambdaContext(),
      );
      expect(bodyOf(result)).toMatchObject({
        status: 504,
        type: 'urn:blog-writer:problem:deadline-exceeded',
      });
      expect(postBlog).not.toHaveBeenCalled();
    },
  );

  it.each([
    [1_199, 504],
    [1_200, 200],
  ])('with %i ms of Lambda’s left, of which 1,000 are kept free, is a %i', async (remainingMs, status) => {
    vi.useFakeTimers({ now: 1_000_000 });
    const event = { rawPath: `/blog/${blogId}`, body: topic };
    expect((await get(event, lambdaContext(remainingMs))).statusCode).toBe(status);
    expect((await post(event, lambdaContext(remainingMs))).statusCode).toBe(status);
    vi.useRealTimers();
  });
});
