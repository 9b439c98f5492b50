import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { RecordStore } from '../core/records.ts';
import { toStoreFailure } from './s3-errors.ts';

/** Where the records of requests live in the bucket. */
export const recordPrefix = 'blog_requests/';
/** Where the day's count of tokens lives. */
export const budgetPrefix = 'blog_budget/';

/** How often a write is repeated that S3 turned away because another on the same key was under way (409). */
const conflictRetries = 5;

/** Records as JSON objects of one bucket, moved forward with `If-None-Match: *` and `If-Match`. @param prefix default `blog_requests/` */
export function createS3RecordStore(client: S3Client, bucket: string, prefix = recordPrefix): RecordStore {
  const keyOf = (name: string): string => `${prefix}${name}.json`;
  return {
    async read(name, signal) {
      try {
        const command = new GetObjectCommand({ Bucket: bucket, Key: keyOf(name) });
        const { Body, ETag } = await client.send(command, { abortSignal: signal });
        return { text: (await Body?.transformToString('utf-8')) ?? '', etag: ETag ?? '' };
      } catch (error) {
        if (nameOf(error) === 'NoSuchKey') return undefined;
        throw toStoreFailure(error, bucket);
      }
    },

    async write(name, text, etag, signal) {
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: keyOf(name),
        Body: text,
        ContentType: 'application/json',
        ...(etag === undefined ? { IfNoneMatch: '*' } : { IfMatch: etag }),
      });
      for (let conflicts = 0; ; conflicts += 1) {
        try {
          return (await client.send(command, { abortSignal: signal })).ETag ?? '';
        } catch (error) {
          // With If-Match a record that is gone is a 404, not a 412.
          if (['PreconditionFailed', 'NoSuchKey'].includes(nameOf(error))) return undefined;
          // 409: a write on this key is still under way, so nothing is decided yet: ask again.
          if (nameOf(error) !== 'ConditionalRequestConflict' || conflicts >= conflictRetries) {
            throw toStoreFailure(error, bucket);
          }
        }
      }
    },
  };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}
