import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { bucket, rawRequest, startS3 } from './s3-fixture.ts';

const Bucket = bucket;

describe('a key', () => {
  test.each([
    ['Hindi', 'blog_output/कृत्रिम-बुद्धिमत्ता.txt'],
    ['Thai', 'blog_output/ปัญญาประดิษฐ์.txt'],
    ['Arabic', 'blog_output/الذكاء-الاصطناعي.txt'],
    ['spaces', 'blog_output/a b  c.txt'],
    ['percent signs', 'blog_output/100%25 %2e%2e%2f.txt'],
    ['plus signs', 'blog_output/a+b.txt'],
    ['emoji', 'blog_output/😀.txt'],
    ['XML and URL signs', 'blog_output/<a>&"?#;=.txt'],
  ])('with %s is the name of its file', async (_what, Key) => {
    const { client, root } = await startS3();
    await client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    expect(await readFile(path.join(root, bucket, Key), 'utf8')).toBe(Key);
    const got = await client.send(new GetObjectCommand({ Bucket, Key }));
    expect(await got.Body?.transformToString()).toBe(Key);
  });

  test.each([
    '/blogs/blog_output/../../x',
    '/blogs/../x',
    '/blogs/%2e%2e%2fx',
    '/blogs/blog_output/%2e%2e/%2e%2e/x',
    '/blogs/..%2f..%2fx',
    '/blogs/..%5c..%5cx',
    '/blogs//etc/x',
    '/blogs/%2Ftmp%2Fx',
    '/blogs/a%00b',
    '/blogs/./x',
    '/blogs/a//b',
    '/blogs/a/',
    '/../blogs/x',
    '/%2e%2e/x',
    '/.metadata/x',
    '/blogs%2f..%2fx/y',
    '*',
  ])('cannot leave its bucket: %s', async (target) => {
    const { server, root } = await startS3();
    for (const method of ['PUT', 'GET']) {
      const answer = await rawRequest(server.url, {
        method,
        path: target,
        headers: { 'content-length': '1' },
        body: 'x',
      });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).not.toBe(500);
    }
    expect(await readdir(root, { recursive: true })).toEqual([bucket]);
    expect(await readdir(path.dirname(root))).not.toContain('x');
  });
});
