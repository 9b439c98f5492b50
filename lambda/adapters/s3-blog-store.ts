import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Blog } from '../core/blog.ts';
import { blogKey } from '../core/blog-id.ts';
import type { BlogStore } from '../core/save-blog.ts';
import { type BlogMetadata, readMetadata, toMetadata } from './blog-metadata.ts';
import { toStoreFailure } from './s3-errors.ts';

/** How often a write is repeated that S3 turned away because another on the same key was under way (409). */
const conflictRetries = 5;

/**
 * Posts as objects of one bucket, created with `If-None-Match: *`.
 *
 * @param client retries 5xx, resets and timeouts itself
 */
export function createS3BlogStore(client: S3Client, bucket: string): BlogStore {
  return {
    bucket,
    async create(objectId, blog, requestId, signal) {
      const key = blogKey(objectId);
      const metadata = toMetadata(blog, requestId);
      try {
        if (await putIfAbsent(client, { bucket, key, blog, metadata }, signal)) return 'created';
        // 412: the key exists. It is ours where the answer to an earlier try of this very write was lost.
        const found = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }), {
          abortSignal: signal,
        });
        return found.Metadata?.['request-id'] === metadata['request-id'] ? 'created' : 'taken';
      } catch (error) {
        throw toStoreFailure(error, bucket);
      }
    },

    async read(objectId, signal) {
      try {
        const command = new GetObjectCommand({ Bucket: bucket, Key: blogKey(objectId) });
        const { Body, Metadata } = await client.send(command, { abortSignal: signal });
        return readMetadata(Metadata ?? {}, (await Body?.transformToString('utf-8')) ?? '', objectId);
      } catch (error) {
        if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
        throw toStoreFailure(error, bucket);
      }
    },
  };
}

/** @returns whether the object was created; `false` where the key exists */
async function putIfAbsent(
  client: S3Client,
  { bucket, key, blog, metadata }: { bucket: string; key: string; blog: Blog; metadata: BlogMetadata },
  signal: AbortSignal,
): Promise<boolean> {
  for (let conflicts = 0; ; conflicts += 1) {
    try {
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: blog.text,
          ContentType: 'text/plain; charset=utf-8',
          Metadata: metadata,
          IfNoneMatch: '*',
        }),
        { abortSignal: signal },
      );
      return true;
    } catch (error) {
      const name = error instanceof Error ? error.name : '';
      if (name === 'PreconditionFailed') return false;
      // 409: a write on this key is still under way, so nothing is decided yet: ask again.
      if (name !== 'ConditionalRequestConflict' || conflicts >= conflictRetries) throw error;
    }
  }
}
