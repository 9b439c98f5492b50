import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLazyBucket, createLazyWorkerInvoker } from '../../../lambda/adapters/lazy-clients.ts';
import type { TextModel } from '../../../lambda/core/post/blog.ts';
import { aBlog } from '../core/post/a-blog.ts';
import { awsError } from './aws-answers.ts';

const s3 = mockClient(S3Client);
const lambda = mockClient(LambdaClient);
const { signal } = new AbortController();
afterEach(() => {
  s3.reset();
  lambda.reset();
});

describe('the lazy bucket', () => {
  const bucket = createLazyBucket('us-east-2', 'posts');

  it('creates and reads posts as the bucket does', async () => {
    s3.on(PutObjectCommand).resolves({});
    s3.on(GetObjectCommand).rejects(awsError('NoSuchKey', 404));
    expect(await bucket.posts.create('id_T', aBlog, 'r', signal)).toBe('created');
    expect(await bucket.posts.read('id_T', signal)).toBeUndefined();
    expect(s3.call(0).args[0].input).toMatchObject({ Bucket: 'posts', Key: 'blog_output/id_T.txt' });
  });

  it.each([
    ['records', 'blog_requests/n.json'],
    ['budgetRecords', 'blog_budget/n.json'],
  ] as const)('keeps %s under their own prefix', async (kind, key) => {
    s3.on(PutObjectCommand).resolves({ ETag: '"e"' });
    s3.on(GetObjectCommand).rejects(awsError('NoSuchKey', 404));
    expect(await bucket[kind].read('n', signal)).toBeUndefined();
    expect(await bucket[kind].write('n', '{}', undefined, signal)).toBe('"e"');
    expect(s3.commandCalls(PutObjectCommand, { Key: key })).toHaveLength(1);
  });

  it('has one client for all calls, concurrent ones too', async () => {
    s3.on(GetObjectCommand).rejects(awsError('NoSuchKey', 404));
    await Promise.all([bucket.posts.read('id_T', signal), bucket.records.read('n', signal)]);
    await bucket.budgetRecords.read('n', signal);
    expect(new Set(s3.calls().map(({ thisValue }) => thisValue)).size).toBe(1);
    expect(s3.calls()).toHaveLength(3);
  });

  it('does not change the response of the model', async () => {
    const model: TextModel = { modelId: 'm', generate: vi.fn().mockRejectedValue(new Error('reset')) };
    const request = {} as Parameters<TextModel['generate']>[0];
    await expect(bucket.loadWhileWriting(model).generate(request, signal)).rejects.toThrow('reset');
    expect(model.generate).toHaveBeenCalledExactlyOnceWith(request, signal);
    expect(bucket.loadWhileWriting(model).modelId).toBe('m');
  });
});

describe('the lazy worker', () => {
  it('is invoked by name', async () => {
    lambda.on(InvokeCommand).resolves({});
    const invokeWorker = createLazyWorkerInvoker('us-east-2', 'write-blog');
    for (const _ of [1, 2]) await invokeWorker({ blog_id: 'b', v: 1 }, signal);
    expect(lambda.call(1).thisValue).toBe(lambda.call(0).thisValue);
    expect(lambda.call(0).args[0].input).toMatchObject({
      FunctionName: 'write-blog',
      InvocationType: 'Event',
    });
  });
});
