import { afterEach, describe, expect, it, vi } from 'vitest';
import { readHttpEvent, requestIdOf } from '../../../lambda/http/http-event.ts';
import { useVirtualTime } from '../virtual-time.ts';
import { lambdaContext, postBlogEvent } from './events.ts';
import { blogId, bodyOf, get, getBlog, post, postBlog } from './handlers.ts';

useVirtualTime();
afterEach(() => {
  vi.clearAllMocks();
});

const body = '{"blog_topic":"T"}';
const format1 = {
  version: '1.0',
  path: '/blog',
  httpMethod: 'POST',
  headers: { 'Idempotency-Key': 'k' },
  body,
};
const loadBalancer = { requestContext: { elb: {} }, httpMethod: 'POST', path: '/blog', body };

describe('an event that is none of payload format 2.0', () => {
  it.each<[unknown, string]>([
    [null, 'the event null'],
    [undefined, 'the event undefined'],
    ['{}', 'the event "{}"'],
    ['x'.repeat(100), `the event "${'x'.repeat(59)}…`],
    [7, 'the event 7'],
    [[{}], 'the event [{}]'],
    [{ body: { blog_topic: 'T' } }, 'the body {"blog_topic":"T"}, which must be a string'],
    [{ body: 5 }, 'the body 5, which must be a string'],
    [{ body: [] }, 'the body []'],
    [{ body, isBase64Encoded: 'false' }, 'the isBase64Encoded "false", which must be a boolean'],
    [{ body, headers: { prefer: 7 } }, 'the header "prefer" 7, which must be a string'],
    [{ headers: { prefer: ['a'] } }, 'the header "prefer" ["a"]'],
    [{ headers: [] }, 'the headers []'],
    [{ headers: 'x' }, 'the headers "x"'],
    [{ rawPath: {} }, 'the rawPath {}'],
    [{ pathParameters: 'x' }, 'the pathParameters "x"'],
    [{ requestContext: 'x' }, 'the requestContext "x"'],
    [{ requestContext: { authorizer: 'x' } }, 'the authorizer "x"'],
    [format1, 'one of the version "1.0"'],
    [{ version: 2 }, 'one of the version 2'],
    [loadBalancer, 'one with "httpMethod"'],
    [{ multiValueHeaders: { 'idempotency-key': ['k'] }, body }, 'one with "multiValueHeaders"'],
    [{ Records: [{ body }] }, 'one of "Records"'],
    [{ source: 'serverless-plugin-warmup' }, 'one of "source"'],
    [{ blog_topic: 'T', tone: 'dry' }, 'one of "blog_topic, tone"'],
  ])('is refused with what is expected: %j', (event, received) => {
    const message = expect.stringContaining(`; received ${received}`);
    expect(() => readHttpEvent(event)).toThrow(
      expect.objectContaining({ fault: 'invalid-request', message }),
    );
    expect(() => readHttpEvent(event)).toThrow(/payload format 2\.0/);
  });

  it.each([[null], [format1]])('is a 400 to every handler, which does nothing else: %j', async (event) => {
    for (const handler of [post, get]) {
      const result = await handler(event, lambdaContext());
      expect(bodyOf(result)).toMatchObject({ type: 'urn:blog-writer:problem:invalid-request', status: 400 });
      expect(result.statusCode).toBe(400);
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

  it('may write the names of headers in capitals', () => {
    const headers = { 'Idempotency-KEY': 'k', 'X-a': '1', 'x-A': '2' };
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
    'is unknown where it is no number: %s',
    (timeEpoch) => {
      expect(readHttpEvent({ requestContext: { timeEpoch } })).not.toHaveProperty('arrivedAt');
    },
  );

  it.each([0, -1, 1_764_000_000, 1_700_000_000_000])(
    'that is long past (%i) ends the request before anything of it is begun',
    async (timeEpoch) => {
      const { requestContext } = postBlogEvent(body);
      const event = postBlogEvent(body, { requestContext: { ...requestContext, timeEpoch } });
      expect(bodyOf(await post(event, lambdaContext()))).toMatchObject({
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
    const event = { rawPath: `/blog/${blogId}`, body };
    expect((await get(event, lambdaContext(remainingMs))).statusCode).toBe(status);
    expect((await post(event, lambdaContext(remainingMs))).statusCode).toBe(status);
  });
});
