import { S3Client } from '@aws-sdk/client-s3';
import type { BlogStore } from '../core/post/blog-store.ts';
import { budgetPrefix } from '../core/records/record-keys.ts';
import type { RecordStore } from '../core/records/records.ts';
import { adjustClient, clientConfig } from './aws-client.ts';
import { createS3BlogStore } from './s3-blog-store.ts';
import { createS3RecordStore } from './s3-record-store.ts';

/** The stores in the bucket. */
export interface Bucket {
  readonly posts: BlogStore;
  /** The records of jobs and keys. */
  readonly records: RecordStore;
  /** The token counts of each day. */
  readonly budgetRecords: RecordStore;
}

/** Opens the bucket: one client, and so one connection, for all stores. */
export function openBucket(region: string, name: string): Bucket {
  const client = createS3Client(region);
  return {
    posts: createS3BlogStore(client, name),
    records: createS3RecordStore(client, name),
    budgetRecords: createS3RecordStore(client, name, budgetPrefix),
  };
}

/** The client retries 5xx, resets and timeouts by itself. */
export function createS3Client(region: string): S3Client {
  return adjustClient(new S3Client(clientConfig({ region, maxAttempts: 4 })));
}
