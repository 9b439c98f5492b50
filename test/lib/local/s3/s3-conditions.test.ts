import {
  GetObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import type { S3Fault } from '../../../../lib/local/s3/s3-stand-in.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { bucket, startS3 } from './s3-fixture.ts';

const target = { Bucket: bucket, Key: 'blog_output/a.txt' };
const put = (client: S3Client, Body: string, more: Partial<PutObjectCommandInput> = {}) =>
  client.send(new PutObjectCommand({ ...target, Body, ...more }));
const content = async (client: S3Client) =>
  (await client.send(new GetObjectCommand(target))).Body?.transformToString();
const conditionFailed = { name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } };

describe('a create-only write', () => {
  test('meets 412 where the key exists and leaves the object as it was', async () => {
    const { client } = await startS3();
    await put(client, 'first', { IfNoneMatch: '*' });
    await expect(put(client, 'second', { IfNoneMatch: '*' })).rejects.toMatchObject(conditionFailed);
    expect(await content(client)).toBe('first');
  });

  test('wins exactly once, however many come at a time and through however many services', async () => {
    const root = await temporaryFolder();
    const { client: one } = await startS3({ root });
    const { client: other } = await startS3({ root });
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        put(index % 2 === 0 ? one : other, `body ${index}`, {
          IfNoneMatch: '*',
          Metadata: { writer: String(index) },
        }),
      ),
    );
    const winners = results.flatMap((result, index) => (result.status === 'fulfilled' ? [index] : []));
    expect(winners).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject(conditionFailed);
    const got = await one.send(new GetObjectCommand(target));
    expect(await got.Body?.transformToString()).toBe(`body ${winners[0]}`);
    expect(got.Metadata).toEqual({ writer: String(winners[0]) });
  });

  test('whose answer was lost has happened: the retry meets 412 and its own object', async () => {
    const faults: (S3Fault | undefined)[] = [{ kind: 'lost-answer' }];
    const { client } = await startS3({ faults: () => faults.shift() });
    await expect(put(client, 'mine', { IfNoneMatch: '*' })).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect(put(client, 'mine', { IfNoneMatch: '*' })).rejects.toMatchObject(conditionFailed);
    expect(await content(client)).toBe('mine');
  });
});

describe('a write with If-Match', () => {
  test('succeeds with the current ETag and answers the next one', async () => {
    const { client } = await startS3();
    const { ETag: first = '' } = await put(client, '1');
    const { ETag: second = '' } = await put(client, '2', { IfMatch: first });
    await put(client, '3', { IfMatch: second.replaceAll('"', '') });
    expect(await content(client)).toBe('3');
  });

  test('meets 412 with a stale ETag', async () => {
    const { client } = await startS3();
    const { ETag: stale = '' } = await put(client, '1');
    await put(client, '2');
    await expect(put(client, '3', { IfMatch: stale })).rejects.toMatchObject(conditionFailed);
    expect(await content(client)).toBe('2');
  });

  test('meets 404 NoSuchKey where the object is gone', async () => {
    const { client } = await startS3();
    const gone = { name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } };
    await expect(put(client, '1', { IfMatch: '"abc"' })).rejects.toMatchObject(gone);
  });

  test('wins exactly once where many hold the same ETag', async () => {
    const { client } = await startS3();
    const { ETag = '' } = await put(client, 'start');
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => put(client, `next ${index}`, { IfMatch: ETag })),
    );
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });
});
