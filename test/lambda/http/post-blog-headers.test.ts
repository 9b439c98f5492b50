import { afterEach, describe, expect, it, vi } from 'vitest';
import { useVirtualTime } from '../virtual-time.ts';
import { lambdaContext, postBlogEvent } from './events.ts';
import { blogId, bodyOf, encodedId, post, postBlog } from './handlers.ts';

useVirtualTime();
afterEach(() => {
  vi.clearAllMocks();
});

describe('the headers of a request', () => {
  const send = (headers: Record<string, string>, body: object = { blog_topic: 'T' }) =>
    post(postBlogEvent(body, { headers }), lambdaContext());
  const command = () => postBlog.mock.calls[0]?.[0];

  it('may prefer an answer at once, and the answer says that it is one', async () => {
    postBlog.mockResolvedValueOnce({ kind: 'accepted', blogId });
    const result = await send({ prefer: 'handling=lenient, Respond-Async; x=1, wait=10' });
    expect(command()?.respondAsync).toBe(true);
    expect(result.statusCode).toBe(202);
    expect(result.headers).toEqual({
      'content-type': 'application/json',
      location: `/blog/${encodedId}`,
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
    expect((await send({ prefer: 'return=minimal' })).headers).not.toHaveProperty('preference-applied');
    expect((await send({ prefer: 'respond-async' })).headers).not.toHaveProperty('preference-applied');
  });

  it('give the key of a request, quoted or bare, hashed with who calls', async () => {
    await send({ 'idempotency-key': 'a "b" c' });
    await send({ 'idempotency-key': ' "a \\"b\\" c" ; p=1' });
    const [bare, quoted] = postBlog.mock.calls.map(([{ idempotencyKey }]) => idempotencyKey);
    expect(bare?.hash).toBe('hash of ["[\\"public\\"]","a \\"b\\" c"]');
    expect(quoted).toEqual(bare);
  });

  it.each([
    [{ blog_topic: 'T' }, '["T",200,null,null,512,0.5,0.9]'],
    [{ temperature: 0.5, word_count: 200, blog_topic: ' T ' }, '["T",200,null,null,512,0.5,0.9]'],
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
    await send({ 'idempotency-key': 'k' }, body);
    expect(command()?.idempotencyKey?.fingerprint).toBe(`hash of ${text}`);
  });

  it.each([
    ['', '0 characters'],
    ['""', '0 characters'],
    ['"a', 'begins with a quote'],
    ['x'.repeat(256), '256 characters'],
    ['a\tb', 'a control character'],
    ['"a" "b"', 'is not a quoted string'],
  ])('are refused with the key %j', async (key, received) => {
    const result = await send({ 'idempotency-key': key });
    expect(result.statusCode).toBe(400);
    expect(bodyOf(result).detail).toContain(received);
    expect(postBlog).not.toHaveBeenCalled();
  });

  it.each([
    ['respond-async', true],
    ['RESPOND-ASYNC; wait=5', true],
    ['respond-async=""', true],
    ['foo="a,respond-async,b"', false],
    ['foo="a\\",respond-async,b"', false],
    ['foo="a\\\\",respond-async', true],
    ['foo="a,respond-async', false],
    ['\\,respond-async', true],
    ['foo="a\\', false],
    [',', false],
    ['', false],
    ['respond-asynchronously', false],
    ['no-respond-async', false],
    ['respond-async=', true],
    ['respond-async = "" ; x', true],
    ['x=1, respond-async', true],
  ])('prefer an answer at once where Prefer is %s: %s', async (prefer, respondAsync) => {
    await send({ prefer });
    expect(command()?.respondAsync).toBe(respondAsync);
  });

  it('may hold a key of 255 characters', async () => {
    expect((await send({ 'idempotency-key': '😀'.repeat(255) })).statusCode).toBe(200);
  });
});
