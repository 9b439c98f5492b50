import { S3Client } from '@aws-sdk/client-s3';
import type { BlogStore } from '../core/post/blog-store.ts';
import { budgetPrefix, recordPrefix } from '../core/records/record-keys.ts';
import type { RecordStore } from '../core/records/records.ts';
import { adjustClient, clientConfig } from './aws-client.ts';
import { createS3BlogStore } from './s3-blog-store.ts';
import { readObject, writeObject } from './s3-objects.ts';

/** The stores in the bucket. */
export interface Bucket {
  readonly posts: BlogStore;
  /** The records of jobs and keys. */
  readonly records: RecordStore;
  /** The token counts of each day. */
  readonly budgetRecords: RecordStore;
}

/** Opens the bucket. @param client retries 5xx, resets and timeouts by itself */
export function openBucket(client: S3Client, name: string): Bucket {
  const openRecords = (prefix: string): RecordStore => ({
    read: (record, signal) => readObject(client, name, `${prefix}${record}.json`, signal),
    write(record, text, etag, signal) {
      const object = { Key: `${prefix}${record}.json`, Body: text, ContentType: 'application/json' };
      return writeObject(client, { Bucket: name, ...object }, etag, signal);
    },
  });
  return {
    posts: createS3BlogStore(client, name),
    records: openRecords(recordPrefix),
    budgetRecords: openRecords(budgetPrefix),
  };
}

export function createS3Client(region: string): S3Client {
  return adjustClient(new S3Client(clientConfig({ region, maxAttempts: 4 })));
}
