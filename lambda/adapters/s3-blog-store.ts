import type { S3Client } from '@aws-sdk/client-s3';
import { blogKey } from '../core/post/blog-id.ts';
import type { BlogStore } from '../core/post/blog-store.ts';
import { readMetadata, toMetadata } from './blog-metadata.ts';
import { readObject, writeObject } from './s3-objects.ts';

/** Stores posts as objects in one bucket, and never overwrites one. */
export function createS3BlogStore(client: S3Client, bucket: string): BlogStore {
  return {
    async create(objectId, blog, requestId, signal) {
      const Key = blogKey(objectId);
      const Metadata = toMetadata(blog, requestId);
      const object = { Key, Body: blog.text, ContentType: 'text/plain; charset=utf-8', Metadata };
      const etag = await writeObject(client, { Bucket: bucket, ...object }, undefined, signal);
      if (etag !== undefined) return 'created';
      // The key exists. It is our own object if the response to an earlier attempt of this write was lost.
      const found = await readObject(client, bucket, Key, signal);
      return found?.metadata['request-id'] === Metadata['request-id'] ? 'created' : 'exists';
    },

    async read(objectId, signal) {
      const found = await readObject(client, bucket, blogKey(objectId), signal);
      return found && readMetadata(found.metadata, found.text, objectId);
    },
  };
}
