import type { BlogStore } from '../core/post/blog-store.ts';
import type { RecordStore } from '../core/records/records.ts';
import { createS3BlogStore } from './s3-blog-store.ts';
import { createS3Client } from './s3-client.ts';
import { budgetPrefix, createS3RecordStore } from './s3-record-store.ts';

/** What is kept in the bucket. */
export interface Bucket {
  readonly posts: BlogStore;
  /** The records of requests. */
  readonly records: RecordStore;
  /** The day's count of tokens. */
  readonly budgetRecords: RecordStore;
}

/** Opens the bucket: one client, and so one connection, for all that is kept in it. */
export function openBucket(region: string, name: string): Bucket {
  const client = createS3Client(region);
  return {
    posts: createS3BlogStore(client, name),
    records: createS3RecordStore(client, name),
    budgetRecords: createS3RecordStore(client, name, budgetPrefix),
  };
}
