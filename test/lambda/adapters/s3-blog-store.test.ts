import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { toMetadata } from '../../../lambda/adapters/blog-metadata.ts';
import { createS3BlogStore } from '../../../lambda/adapters/s3-blog-store.ts';
import type { Blog } from '../../../lambda/core/post/blog.ts';
import { awsError, bodyOf } from './aws-answers.ts';

const s3 = mockClient(S3Client);
const store = createS3BlogStore(new S3Client({ region: 'us-east-2' }), 'posts');
const plain: Blog = {
  blogTopic: 'ไทย',
  text: 'A post.',
  stopReason: 'length',
  truncated: true,
  modelId: 'us.meta.llama3-1-8b-instruct-v1:0',
  modelCalls: 2,
};
const blog: Blog = { ...plain, promptTokenCount: 31, generationTokenCount: 512 };
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

  it.each([
    ['the same request: its own write, whose response was lost', { 'request-id': 'request-1' }, 'created'],
    ['another request', { 'request-id': 'request-2' }, 'exists'],
    ['nobody knows whom', undefined, 'exists'],
  ])('finds after a 412 an object of %s', async (_, metadata, result) => {
    s3.on(PutObjectCommand).rejects(awsError('PreconditionFailed', 412));
    s3.on(GetObjectCommand).resolves(metadata === undefined ? {} : { Metadata: metadata });
    await expect(create()).resolves.toBe(result);
  });

  it('finds a clash where the object was deleted after the 412', async () => {
    s3.on(PutObjectCommand).rejects(awsError('PreconditionFailed', 412));
    s3.on(GetObjectCommand).rejects(awsError('NoSuchKey', 404));
    await expect(create()).resolves.toBe('exists');
  });

  it('retries after a 409, which leaves the outcome open', async () => {
    s3.on(PutObjectCommand).rejectsOnce(awsError('ConditionalRequestConflict', 409)).resolves({});
    await expect(create()).resolves.toBe('created');
    expect(s3.commandCalls(PutObjectCommand)).toHaveLength(2);
  });

  it('gives up after repeated conflicts', async () => {
    s3.on(PutObjectCommand).rejects(awsError('ConditionalRequestConflict', 409));
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
    s3.on(PutObjectCommand).rejects(awsError(name, status));
    await expect(create()).rejects.toMatchObject({
      kind,
      ...(hint ? { hint: expect.stringMatching(hint) } : {}),
    });
  });

  it('that gets no response is store-unavailable', async () => {
    s3.on(PutObjectCommand).rejects(new Error('read ECONNRESET'));
    await expect(create()).rejects.toMatchObject({ kind: 'store-unavailable' });
  });
});

describe('reading a post', () => {
  const read = () => store.read(id, new AbortController().signal);

  const readBack = (metadata: Record<string, string>) => {
    s3.on(GetObjectCommand).resolves({ Body: bodyOf('A post.'), Metadata: metadata });
    return read();
  };

  it.each<[string, Blog]>([
    ['everything', blog],
    ['no counts', { ...plain, leakedToken: '[/INST]' }],
    ['a masked part', { ...blog, guardrail: 'masked' }],
    ['a token of other scripts', { ...blog, leakedToken: '<｜end▁of▁sentence｜>' }],
  ])('returns what was saved of it: %s', async (_, saved) => {
    const metadata = toMetadata(saved, 'request-1');
    expect(Object.values(metadata)).not.toContain('undefined');
    expect(await readBack(metadata)).toEqual({ requestId: 'request-1', blog: saved });
    expect(s3.call(0).args[0].input).toEqual({ Bucket: 'posts', Key: `blog_output/${id}.txt` });
  });

  it('knows no other word of a guardrail than that of this version', async () => {
    expect((await readBack({ guardrail: 'other' }))?.blog.guardrail).toBeUndefined();
  });

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
    s3.on(GetObjectCommand).rejects(awsError('NoSuchKey', 404));
    await expect(read()).resolves.toBeUndefined();
  });

  it('that S3 rejects is a store failure', async () => {
    s3.on(GetObjectCommand).rejects(awsError('InternalError', 500));
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
});
