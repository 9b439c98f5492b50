import { afterEach, describe, expect, it, vi } from 'vitest';
import { useVirtualTime } from '../virtual-time.ts';
import { lambdaContext, postBlogEvent } from './events.ts';
import { blog, blogId, bodyOf, handler, metrics, now, postBlog } from './post-blog-fixture.ts';

useVirtualTime(now);
afterEach(() => {
  vi.clearAllMocks();
});

describe('the headers of a request', () => {
  const post = (headers: Record<string, string>, overrides = {}) =>
    handler(postBlogEvent({ blog_topic: 'T' }, { headers, ...overrides }), lambdaContext());
  const command = () => postBlog.mock.calls[0]?.[0];

  it('may prefer an answer at once, and the answer says that it is one', async () => {
    postBlog.mockResolvedValueOnce({ kind: 'accepted', blogId });
    const result = await post({ prefer: 'handling=lenient, Respond-Async; x=1, wait=10' });
    expect(command()?.respondAsync).toBe(true);
    expect(result.statusCode).toBe(202);
    expect(result.headers).toEqual({
      'content-type': 'application/json',
      location: '/blog/20261122T160527123Z_%E0%B9%84%E0%B8%97%E0%B8%A2',
      'retry-after': '5',
      'preference-applied': 'respond-async',
    });
    expect(bodyOf(result)).toEqual({
      statusCode: 202,
      body: 'Blog Generation is Accepted!',
      blog_id: blogId,
      s3_bucket: 'posts',
      s3_key: `blog_output/${blogId}.txt`,
    });
  });

  it('claim no preference where none was stated, or the post was there at once', async () => {
    postBlog.mockResolvedValueOnce({ kind: 'accepted', blogId });
    expect((await post({ prefer: 'return=minimal' })).headers).not.toHaveProperty('preference-applied');
    expect((await post({ prefer: 'respond-async' })).headers).not.toHaveProperty('preference-applied');
  });

  it('give the key of a request, quoted or bare, hashed with who calls', async () => {
    await post({ 'idempotency-key': 'a "b" c' });
    await post({ 'idempotency-key': ' "a \\"b\\" c" ; p=1' });
    const [bare, quoted] = postBlog.mock.calls.map(([{ idempotencyKey }]) => idempotencyKey);
    expect(bare?.hash).toBe('hash of ["[\\"public\\"]","a \\"b\\" c"]');
    expect(quoted).toEqual(bare);
  });

  it.each([
    [
      { jwt: { claims: { iss: 'https://issuer.example.com', sub: 'user-1' } } },
      '["jwt","https://issuer.example.com","user-1"]',
    ],
    [{ iam: { userArn: 'arn:aws:iam::111122223333:user/x' } }, '["iam","arn:aws:iam::111122223333:user/x"]'],
  ])('keep the keys of one caller from those of another: %j', async (authorizer, caller) => {
    const event = postBlogEvent({ blog_topic: 'T' }, { headers: { 'idempotency-key': 'k' } });
    Object.assign(event.requestContext, { authorizer });
    await handler(event, lambdaContext());
    expect(command()?.idempotencyKey?.hash).toBe(`hash of ${JSON.stringify([caller, 'k'])}`);
  });

  it('give a fingerprint of the request after defaults', async () => {
    const headers = { 'idempotency-key': 'k' };
    for (const body of [
      { blog_topic: 'T' },
      { temperature: 0.5, word_count: 200, blog_topic: ' T ' },
      { blog_topic: 'T', tone: 'x' },
    ]) {
      await handler(postBlogEvent(body, { headers }), lambdaContext());
    }
    const [first, same, other] = postBlog.mock.calls.map(
      ([{ idempotencyKey }]) => idempotencyKey?.fingerprint,
    );
    expect(same).toBe(first);
    expect(other).not.toBe(first);
  });

  it.each([
    [{ blog_topic: 'T' }, '["T",200,null,null,512,0.5,0.9]'],
    [
      {
        top_p: 1,
        temperature: 0,
        max_gen_len: 64,
        tone: 'dry',
        style: 'formal',
        word_count: 50,
        blog_topic: 'T',
      },
      '["T",50,"formal","dry",64,0,1]',
    ],
  ])('give %j the fingerprint that keys in the bucket stand for', async (body, text) => {
    await handler(postBlogEvent(body, { headers: { 'idempotency-key': 'k' } }), lambdaContext());
    expect(command()?.idempotencyKey?.fingerprint).toBe(`hash of ${text}`);
  });

  it.each([
    ['', '0 characters'],
    ['""', '0 characters'],
    ['"a', 'begins with a quote'],
    ['x'.repeat(256), '256 characters'],
    ['a\tb', 'a control character'],
    ['"a" "b"', 'is no quoted string'],
  ])('are refused with the key %j', async (key, received) => {
    const result = await post({ 'idempotency-key': key });
    expect(result.statusCode).toBe(400);
    expect(bodyOf(result).detail).toContain(received);
    expect(postBlog).not.toHaveBeenCalled();
  });

  it.each([
    ['found', {}, 1],
    ['written now', { modelCalls: 1 }, 0],
    ['handed over and written meanwhile', { handovers: 1 }, 0],
  ])('count as a replay only where the post was there before: %s', async (_, seen, replays) => {
    postBlog.mockImplementationOnce(async (_command, observation) => {
      Object.assign(observation, seen);
      return { kind: 'completed', saved: { blogId, objectId: blogId, blog } };
    });
    await post({ 'idempotency-key': 'k' });
    expect(metrics.count.mock.calls.filter(([name]) => name === 'IdempotentReplays')).toHaveLength(replays);
  });

  it.each([
    ['respond-async', true],
    ['RESPOND-ASYNC; wait=5', true],
    ['respond-async=""', true],
    ['foo="a,respond-async,b"', false],
    ['respond-asynchronously', false],
    ['x=1, respond-async', true],
  ])('prefer an answer at once where Prefer is %s: %s', async (prefer, respondAsync) => {
    await post({ prefer });
    expect(command()?.respondAsync).toBe(respondAsync);
  });

  it('take a key of 255 characters', async () => {
    expect((await post({ 'idempotency-key': '😀'.repeat(255) })).statusCode).toBe(200);
  });
});
