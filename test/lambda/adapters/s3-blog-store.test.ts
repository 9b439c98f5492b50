import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { toMetadata } from '../../../lambda/adapters/blog-metadata.ts';
import { createS3BlogStore } from '../../../lambda/adapters/s3-blog-store.ts';
import type { Blog } from '../../../lambda/core/post/blog.ts';
import { bodyOf, s3Error } from './s3-answers.ts';

const s3 = mockClient(S3Client);
const store = createS3BlogStore(new S3Client({ region: 'us-east-2' }), 'posts');
const blog: Blog = {
  blogTopic: 'ไทย',
  text: 'A post.',
  stopReason: 'length',
  truncated: true,
  modelId: 'us.meta.llama3-1-8b-instruct-v1:0',
  modelCalls: 2,
  promptTokenCount: 31,
  generationTokenCount: 512,
};
const id = '20261122T160527123Z_ไทย';
const create = () => store.create(id, blog, 'request-1', new AbortController().signal);

beforeEach(() => {
  s3.reset();
});

describe('saving a post', () => {
  it('creates the object with its text, type and metadata, and never overwrites', async () => {
    s3.on(PutObjectCommand).resolves({});
    await expect(create()).resolves.toBe('created');
    expect(s3.call(0).args[0].input).toEqual({
      Bucket: 'posts',
      Key: `blog_output/${id}.txt`,
      Body: 'A post.',
      ContentType: 'text/plain; charset=utf-8',
      IfNoneMatch: '*',
      Metadata: {
        'blog-topic': '4LmE4LiX4Lii',
        'request-id': 'request-1',
        'model-id': 'us.meta.llama3-1-8b-instruct-v1:0',
        'model-calls': '2',
        'stop-reason': 'length',
        truncated: 'true',
        'prompt-token-count': '31',
        'generation-token-count': '512',
      },
    });
  });

  it('treats a 412 on an object of the same request as its own write with a lost response', async () => {
    s3.on(PutObjectCommand).rejects(s3Error('PreconditionFailed', 412));
    s3.on(HeadObjectCommand).resolves({ Metadata: { 'request-id': 'request-1' } });
    await expect(create()).resolves.toBe('created');
  });

  it('treats a 412 on an object of another request as a clash', async () => {
    s3.on(PutObjectCommand).rejects(s3Error('PreconditionFailed', 412));
    s3.on(HeadObjectCommand).resolves({ Metadata: { 'request-id': 'request-2' } });
    await expect(create()).resolves.toBe('exists');
  });

  it('treats a 412 on an object without metadata as a clash', async () => {
    s3.on(PutObjectCommand).rejects(s3Error('PreconditionFailed', 412));
    s3.on(HeadObjectCommand).resolves({});
    await expect(create()).resolves.toBe('exists');
  });

  it('retries after a 409, which leaves the outcome open', async () => {
    s3.on(PutObjectCommand).rejectsOnce(s3Error('ConditionalRequestConflict', 409)).resolves({});
    await expect(create()).resolves.toBe('created');
    expect(s3.commandCalls(PutObjectCommand)).toHaveLength(2);
  });

  it('gives up after repeated conflicts', async () => {
    s3.on(PutObjectCommand).rejects(s3Error('ConditionalRequestConflict', 409));
    await expect(create()).rejects.toMatchObject({ kind: 'store-unavailable' });
    expect(s3.commandCalls(PutObjectCommand)).toHaveLength(6);
  });

  it.each([
    ['NoSuchBucket', 404, 'service-misconfigured', /destroy and deploy the stack/],
    ['AccessDenied', 403, 'service-misconfigured', /has no access to posts/],
    ['PermanentRedirect', 301, 'service-misconfigured', /in the same Region/],
    ['InvalidRequest', 400, 'service-misconfigured', undefined],
    ['RequestTimeout', 400, 'store-unavailable', undefined],
    ['ExpiredToken', 400, 'store-unavailable', undefined],
    ['SlowDown', 503, 'store-unavailable', undefined],
    ['InternalError', 500, 'store-unavailable', undefined],
  ])('that ends in %s (%i) is %s', async (name, status, kind, hint) => {
    s3.on(PutObjectCommand).rejects(s3Error(name, status));
    await expect(create()).rejects.toMatchObject({
      kind,
      ...(hint ? { hint: expect.stringMatching(hint) } : {}),
    });
  });

  it('that gets no response is store-unavailable', async () => {
    s3.on(PutObjectCommand).rejects(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
    await expect(create()).rejects.toMatchObject({ kind: 'store-unavailable' });
  });
});

describe('reading a post', () => {
  const read = () => store.read(id, new AbortController().signal);

  it('returns everything that was saved', async () => {
    s3.on(GetObjectCommand).resolves({ Body: bodyOf('A post.'), Metadata: toMetadata(blog, 'request-1') });
    await expect(read()).resolves.toEqual({ requestId: 'request-1', blog });
    expect(s3.call(0).args[0].input).toEqual({ Bucket: 'posts', Key: `blog_output/${id}.txt` });
  });

  it.each([
    [{ guardrail: 'masked' }, 'masked'],
    [{ guardrail: 'other' }, undefined],
    [{}, undefined],
  ])('with the metadata %j has the guardrail %s', async (metadata, guardrail) => {
    s3.on(GetObjectCommand).resolves({
      Body: bodyOf('A post.'),
      Metadata: metadata as Record<string, string>,
    });
    expect((await read())?.blog.guardrail).toBe(guardrail);
  });

  it.each(['[/INST]', '<｜end▁of▁sentence｜>', 'Human：', '<s> [INST]'])(
    'that was cut at %s gives back that token',
    async (leakedToken) => {
      const metadata = toMetadata({ ...blog, leakedToken }, 'request-1');
      s3.on(GetObjectCommand).resolves({ Body: bodyOf('A post.'), Metadata: metadata });
      expect((await read())?.blog.leakedToken).toBe(leakedToken);
    },
  );

  it('without metadata has only what its name and text contain', async () => {
    s3.on(GetObjectCommand).resolves({ Body: bodyOf('By hand.') });
    await expect(read()).resolves.toEqual({
      requestId: '',
      blog: {
        blogTopic: 'ไทย',
        text: 'By hand.',
        stopReason: 'unknown',
        truncated: false,
        modelId: 'unknown',
        modelCalls: 1,
      },
    });
  });

  it('that does not exist is undefined', async () => {
    s3.on(GetObjectCommand).rejects(s3Error('NoSuchKey', 404));
    await expect(read()).resolves.toBeUndefined();
  });

  it('that S3 rejects is a store failure', async () => {
    s3.on(GetObjectCommand).rejects(s3Error('InternalError', 500));
    await expect(read()).rejects.toMatchObject({ kind: 'store-unavailable' });
  });
});

describe('the metadata of a post', () => {
  it('is printable ASCII and below 2,048 bytes for any topic, model and request', () => {
    const any = fc.string({ unit: 'binary', maxLength: 400 });
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        any,
        any,
        any,
        (topic, modelId, stopReason, requestId) => {
          const blogTopic = [...topic].slice(0, 200).join('').toWellFormed();
          const leakedToken = '｜'.repeat(64);
          const made = { ...blog, blogTopic, modelId, stopReason, leakedToken, guardrail: 'masked' } as const;
          const metadata = toMetadata(made, requestId);
          const size = Object.entries(metadata).reduce(
            (sum, [name, value]) => sum + name.length + value.length,
            0,
          );
          expect(size).toBeLessThanOrEqual(2048);
          expect(Object.values(metadata).join('')).toMatch(/^[\x21-\x7e]*$/);
          expect(Buffer.from(metadata['blog-topic'] ?? '', 'base64url').toString('utf8')).toBe(blogTopic);
        },
      ),
    );
  });

  it('says if a guardrail masked', () => {
    expect(toMetadata({ ...blog, guardrail: 'masked' }, 'r')).toMatchObject({ guardrail: 'masked' });
    expect(toMetadata(blog, 'r')).not.toHaveProperty('guardrail');
  });

  it('omits counts that the model did not report', () => {
    const { promptTokenCount, generationTokenCount, ...without } = blog;
    expect(Object.keys(toMetadata(without, 'r'))).not.toContain('prompt-token-count');
    expect([promptTokenCount, generationTokenCount]).toEqual([31, 512]);
  });
});
