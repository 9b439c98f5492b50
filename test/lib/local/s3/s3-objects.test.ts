import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { GetObjectCommand, NoSuchKey, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { bucket, rawRequest, startS3 } from './s3-fixture.ts';

const Bucket = bucket;

describe('an object in the stand-in for S3', () => {
  test('is a plain file that a person can open, without anything beside it', async () => {
    const { client, root } = await startS3();
    const Key = 'blog_output/20261122T160527123Z_Topic.txt';
    await client.send(new PutObjectCommand({ Bucket, Key, Body: 'a post' }));
    expect(await readFile(path.join(root, bucket, Key), 'utf8')).toBe('a post');
    expect(await readdir(path.join(root, bucket), { recursive: true })).toEqual(['blog_output', Key]);
  });

  test('comes back with its content, metadata, ETag and length', async () => {
    const { client } = await startS3();
    const Metadata = { 'request-id': 'r-1', topic: 'V2hhdA' };
    const put = await client.send(
      new PutObjectCommand({ Bucket, Key: 'a.txt', Body: 'héllo', ContentType: 'text/plain', Metadata }),
    );
    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'a.txt' }));
    expect(await got.Body?.transformToString()).toBe('héllo');
    expect(got).toMatchObject({ Metadata, ContentLength: 6, ETag: put.ETag });
    expect(got.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('is still there with its metadata after a restart', async () => {
    const first = await startS3();
    await first.client.send(
      new PutObjectCommand({ Bucket, Key: 'a/b.txt', Body: 'kept', Metadata: { id: '1' } }),
    );
    await first.server.close();
    const second = await startS3({ root: first.root });
    const got = await second.client.send(new GetObjectCommand({ Bucket, Key: 'a/b.txt' }));
    expect(await got.Body?.transformToString()).toBe('kept');
    expect(got.Metadata).toEqual({ id: '1' });
  });

  test('that a person dropped in or edited by hand reads as a file without metadata', async () => {
    const { client, root } = await startS3();
    await client.send(new PutObjectCommand({ Bucket, Key: 'a.txt', Body: 'before', Metadata: { id: '1' } }));
    await writeFile(path.join(root, bucket, 'a.txt'), 'after');
    await writeFile(path.join(root, bucket, 'b.txt'), 'dropped in');
    for (const [Key, text] of [
      ['a.txt', 'after'],
      ['b.txt', 'dropped in'],
    ] as const) {
      const got = await client.send(new GetObjectCommand({ Bucket, Key }));
      expect(await got.Body?.transformToString()).toBe(text);
      expect(got.Metadata).toEqual({});
    }
  });

  test('is replaced by a write without a condition, metadata and all', async () => {
    const { client, root } = await startS3();
    await client.send(new PutObjectCommand({ Bucket, Key: 'a.txt', Body: '1', Metadata: { old: '1' } }));
    await client.send(new PutObjectCommand({ Bucket, Key: 'a.txt', Body: '2', Metadata: { new: '2' } }));
    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'a.txt' }));
    expect(got.Metadata).toEqual({ new: '2' });
    expect(await readdir(path.join(root, '.metadata', bucket))).toHaveLength(1);
    expect(await readdir(path.join(root, '.metadata', '.unfinished'))).toEqual([]);
  });

  test('may be empty', async () => {
    const { client, server } = await startS3();
    await rawRequest(server.url, { method: 'PUT', path: '/blogs/empty', headers: { 'content-length': '0' } });
    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'empty' }));
    expect(await got.Body?.transformToString()).toBe('');
  });
});

describe('the stand-in for S3 refuses', () => {
  test('a missing key as NoSuchKey', async () => {
    const { client } = await startS3();
    await expect(client.send(new GetObjectCommand({ Bucket, Key: 'none' }))).rejects.toBeInstanceOf(
      NoSuchKey,
    );
    await expect(client.send(new GetObjectCommand({ Bucket, Key: 'none/below' }))).rejects.toBeInstanceOf(
      NoSuchKey,
    );
  });

  test('a bucket that is not its own', async () => {
    const { client } = await startS3();
    const put = client.send(new PutObjectCommand({ Bucket: 'others', Key: 'a', Body: 'x' }));
    await expect(put).rejects.toMatchObject({ name: 'NoSuchBucket', $metadata: { httpStatusCode: 404 } });
  });

  test('a CRC32 that is not of the body, and keeps nothing', async () => {
    const { client, server } = await startS3();
    const headers = { 'x-amz-checksum-crc32': 'AAAAAA==', 'content-length': '5' };
    const answer = await rawRequest(server.url, { method: 'PUT', path: '/blogs/a', headers, body: 'héll' });
    expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('<Code>BadDigest</Code>') });
    await expect(client.send(new GetObjectCommand({ Bucket, Key: 'a' }))).rejects.toBeInstanceOf(NoSuchKey);
  });

  test('metadata over 2 KB, and accepts 2 KB', async () => {
    const { client } = await startS3();
    const put = (length: number) =>
      client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x', Metadata: { m: 'x'.repeat(length) } }));
    await put(2_047);
    await expect(put(2_048)).rejects.toMatchObject({
      name: 'MetadataTooLarge',
      $metadata: { httpStatusCode: 400 },
    });
  });

  test.each([
    ['GET', '/'],
    ['GET', '/blogs?list-type=2'],
    ['GET', '/blogs/a?acl'],
    ['PUT', '/blogs/a?acl'],
    ['PUT', '/blogs/a?tagging'],
    ['PUT', '/blogs/a?x-id=CopyObject'],
    ['PUT', '/blogs/a?partNumber=1&uploadId=u&x-id=UploadPart'],
    ['PUT', '/blogs/'],
    ['POST', '/blogs/a?uploads'],
    ['DELETE', '/blogs/a'],
  ])('another operation with 501, and leaves the object alone: %s %s', async (method, target) => {
    const { server, client } = await startS3();
    await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a post' }));
    const answer = await rawRequest(server.url, { method, path: target });
    expect(answer).toMatchObject({
      status: 501,
      body: expect.stringContaining('<Code>NotImplemented</Code>'),
    });
    expect(answer.headers['x-amz-request-id']).toBeDefined();
    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'a' }));
    expect(await got.Body?.transformToString()).toBe('a post');
  });

  test('a body in the framing of a stream, which it would store as it is', async () => {
    const { server } = await startS3();
    const headers = { 'content-encoding': 'aws-chunked', 'x-amz-decoded-content-length': '3' };
    const body = '3\r\nabc\r\n0\r\n\r\n';
    const answer = await rawRequest(server.url, { method: 'PUT', path: '/blogs/a', headers, body });
    expect(answer.status).toBe(501);
  });
});
