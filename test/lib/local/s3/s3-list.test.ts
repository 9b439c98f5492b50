import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { bucket, rawRequest, startS3 } from './s3-fixture.ts';

const keys = ['a.txt', 'blog_output/1', 'blog_output/2', 'blog_output/3', 'blog_requests/k/1', 'z'];

async function startWithKeys() {
  const { client, ...rest } = await startS3();
  for (const Key of keys) await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: Key }));
  return { client, ...rest };
}

function list(client: S3Client, query: Partial<ListObjectsV2CommandInput> = {}) {
  return client.send(new ListObjectsV2Command({ Bucket: bucket, ...query }));
}

test('a listing holds every key in order, with size, ETag and time', async () => {
  const { client } = await startWithKeys();
  const page = await list(client);
  expect(page.Contents?.map((object) => object.Key)).toEqual(keys);
  expect(page.Contents?.[0]).toMatchObject({ Size: 5, ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/) });
  expect(page.Contents?.[0]?.LastModified).toBeInstanceOf(Date);
  expect(page).toMatchObject({ KeyCount: 6, MaxKeys: 1_000, IsTruncated: false });
});

test('a prefix, a start and a limit narrow it', async () => {
  const { client } = await startWithKeys();
  const page = await list(client, { Prefix: 'blog_output/', StartAfter: 'blog_output/1', MaxKeys: 1 });
  expect(page.Contents?.map((object) => object.Key)).toEqual(['blog_output/2']);
  expect(page).toMatchObject({ KeyCount: 1, IsTruncated: true, Prefix: 'blog_output/' });
});

test.each([undefined, '/'])(
  'pages with the delimiter %s meet nothing twice and miss nothing',
  async (Delimiter) => {
    const { client } = await startWithKeys();
    const found: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await list(client, {
        MaxKeys: 2,
        ...(Delimiter && { Delimiter }),
        ...(ContinuationToken && { ContinuationToken }),
      });
      found.push(...(page.Contents ?? []).map((object) => object.Key));
      found.push(...(page.CommonPrefixes ?? []).map((prefix) => prefix.Prefix));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    expect(found.sort()).toEqual(
      Delimiter === undefined ? keys : ['a.txt', 'blog_output/', 'blog_requests/', 'z'],
    );
  },
);

test('keys come in the order of their bytes, not of UTF-16', async () => {
  const { client } = await startS3();
  for (const Key of ['😀', '\uff21', 'b'])
    await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'x' }));
  expect((await list(client)).Contents?.map((object) => object.Key)).toEqual(['b', '\uff21', '😀']);
});

test('a page of none is empty and not truncated', async () => {
  const { client } = await startWithKeys();
  expect(await list(client, { MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false });
});

test('files that no key can name are left out', async () => {
  const { client, root } = await startS3();
  await mkdir(path.join(root, bucket, 'folder'));
  await writeFile(path.join(root, bucket, 'folder', 'back\\slash'), '');
  expect((await list(client)).KeyCount).toBe(0);
});

test.each(['max-keys=x', 'max-keys=-1', 'continuation-token=%20', 'encoding-type=xml'])(
  '%s is refused',
  async (query) => {
    const { server } = await startS3();
    const answer = await rawRequest(server.url, { method: 'GET', path: `/blogs?list-type=2&${query}` });
    expect(answer).toMatchObject({
      status: 400,
      body: expect.stringContaining('<Code>InvalidArgument</Code>'),
    });
  },
);

test('with encoding-type=url the keys are percent-encoded', async () => {
  const { client } = await startS3();
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'a/b c&', Body: 'x' }));
  const page = await list(client, { EncodingType: 'url' });
  expect(page.Contents?.[0]?.Key).toBe('a/b%20c%26');
});
