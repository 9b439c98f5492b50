import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { blogKey } from '../core/post/blog-id.ts';
import type { BlogStore } from '../core/post/blog-store.ts';
import { readMetadata, toMetadata } from './blog-metadata.ts';
import { putConditionally } from './conditional-put.ts';
import { toStoreFailure } from './s3-errors.ts';

/**
 * Stores posts as objects in one bucket, created with `If-None-Match: *`.
 *
 * @param client retries 5xx, resets and timeouts by itself
 */
export function createS3BlogStore(client: S3Client, bucket: string): BlogStore {
  return {
    async create(objectId, blog, requestId, signal) {
      const key = blogKey(objectId);
      const metadata = toMetadata(blog, requestId);
      try {
        const object = {
          Bucket: bucket,
          Key: key,
          Body: blog.text,
          ContentType: 'text/plain; charset=utf-8',
          Metadata: metadata,
          IfNoneMatch: '*',
        };
        if ((await putConditionally(client, object, signal)) !== undefined) return 'created';
        // 412: the key exists. It is our own object if the response to an earlier attempt of this write was lost.
        const found = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }), {
          abortSignal: signal,
        });
        return found.Metadata?.['request-id'] === metadata['request-id'] ? 'created' : 'exists';
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
