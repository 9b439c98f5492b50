import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { openBucket } from '../../../lambda/adapters/s3-bucket.ts';
import { awsError, bodyOf } from './aws-answers.ts';

const s3 = mockClient(S3Client);
const { records } = openBucket(new S3Client({ region: 'us-east-2' }), 'posts');
const signal = new AbortController().signal;

beforeEach(() => {
  s3.reset();
});

describe('a record', () => {
  it('is read with its ETag', async () => {
    s3.on(GetObjectCommand).resolves({ Body: bodyOf('{"v":1}'), ETag: '"e"' });
    await expect(records.read('jobs/x', signal)).resolves.toEqual({
      text: '{"v":1}',
      etag: '"e"',
      metadata: {},
    });
    expect(s3.call(0).args[0].input).toEqual({ Bucket: 'posts', Key: 'blog_requests/jobs/x.json' });
  });

  it('that does not exist is undefined', async () => {
    s3.on(GetObjectCommand).rejects(awsError('NoSuchKey', 404));
    await expect(records.read('jobs/x', signal)).resolves.toBeUndefined();
  });

  it.each([
    [undefined, { IfNoneMatch: '*' }],
    ['"e"', { IfMatch: '"e"' }],
  ])('is written only if it is still %s', async (etag, condition) => {
    s3.on(PutObjectCommand).resolves({ ETag: '"f"' });
    await expect(records.write('keys/k', '{}', etag, signal)).resolves.toBe('"f"');
    expect(s3.call(0).args[0].input).toEqual({
      Bucket: 'posts',
      Key: 'blog_requests/keys/k.json',
      Body: '{}',
      ContentType: 'application/json',
      ...condition,
    });
  });

  it.each([
    ['PreconditionFailed', 412],
    ['NoSuchKey', 404],
  ])('is not written if S3 answers %s', async (name, status) => {
    s3.on(PutObjectCommand).rejects(awsError(name, status));
    await expect(records.write('jobs/x', '{}', '"e"', signal)).resolves.toBeUndefined();
  });

  it.each([
    ['SlowDown', 503, 'store-unavailable'],
    ['AccessDenied', 403, 'service-misconfigured'],
  ])('ends in %s (%i) as %s', async (name, status, kind) => {
    s3.on(GetObjectCommand).rejects(awsError(name, status));
    s3.on(PutObjectCommand).rejects(awsError(name, status));
    await expect(records.read('jobs/x', signal)).rejects.toMatchObject({ kind });
    await expect(records.write('jobs/x', '{}', undefined, signal)).rejects.toMatchObject({ kind });
  });
});
