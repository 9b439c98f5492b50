import { execFileSync } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { bucket, startS3 } from './s3-fixture.ts';

describe('a folder with other things in it', () => {
  it('has no object where a pipe is, without waiting for its writer', async () => {
    const { root, client } = await startS3();
    await mkdir(path.join(root, bucket), { recursive: true });
    execFileSync('mkfifo', [path.join(root, bucket, 'pipe')]);
    await expect(client.send(new GetObjectCommand({ Bucket: bucket, Key: 'pipe' }))).rejects.toThrow(
      expect.objectContaining({ name: 'NoSuchKey' }),
    );
  });

  it.each(['', '{', 'null', '{"metadata":5}', '{"metadata":{"a":"b\\u0000"}}'])(
    'gives an object whose metadata is broken without it: %j',
    async (broken) => {
      const { root, client } = await startS3();
      await client.send(
        new PutObjectCommand({ Bucket: bucket, Key: 'k.txt', Body: 'bees', Metadata: { a: 'b' } }),
      );
      const folder = path.join(root, '.metadata', bucket);
      for (const name of await readdir(folder)) await writeFile(path.join(folder, name), broken);
      const { Body, Metadata } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: 'k.txt' }));
      expect([await Body?.transformToString(), Metadata]).toEqual(['bees', {}]);
    },
  );
});
