import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Clock } from '../../../lambda/core/clock.ts';
import { createJobRecords, type JobRecords } from '../../../lambda/core/job/job-records.ts';
import { blogKey } from '../../../lambda/core/post/blog-id.ts';
import type { RecordStore } from '../../../lambda/core/records/records.ts';
import { recordKey } from '../../stack/record-keys.ts';

/** Metadata of a post's object that names the job it was written for, as `lambda/adapters/blog-metadata.ts` writes it. */
const jobIdMetadata = 'request-id';

const clock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/** The records of jobs in a bucket, changed by compare-and-swap as the functions do. */
export function createS3JobRecords(client: S3Client, bucket: string): JobRecords {
  return createJobRecords({
    store: createRecordStore(client, bucket),
    clock,
    newNonce: () => crypto.randomUUID(),
    // Nobody waits but the operator: each step has the limit of its own.
    deadlineAt: Number.POSITIVE_INFINITY,
  });
}

/** The job that the post of this name was written for; undefined where there is no such post, '' where it does not say. */
export async function findPostJob(
  client: S3Client,
  bucket: string,
  objectId: string,
): Promise<string | undefined> {
  try {
    const command = new HeadObjectCommand({ Bucket: bucket, Key: blogKey(objectId) });
    return (await client.send(command)).Metadata?.[jobIdMetadata] ?? '';
  } catch (error) {
    if (isNamed(error, 'NotFound', 'NoSuchKey')) return undefined;
    throw error;
  }
}

function createRecordStore(client: S3Client, bucket: string): RecordStore {
  return {
    async read(name, abortSignal) {
      try {
        const command = new GetObjectCommand({ Bucket: bucket, Key: recordKey(name) });
        const { Body, ETag = '' } = await client.send(command, { abortSignal });
        return { text: (await Body?.transformToString('utf-8')) ?? '', etag: ETag };
      } catch (error) {
        if (isNamed(error, 'NoSuchKey')) return undefined;
        throw error;
      }
    },

    async write(name, text, etag, abortSignal) {
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: recordKey(name),
        Body: text,
        ContentType: 'application/json',
        ...(etag === undefined ? { IfNoneMatch: '*' } : { IfMatch: etag }),
      });
      try {
        return (await client.send(command, { abortSignal })).ETag ?? '';
      } catch (error) {
        // 409: another write is under way, so the record is about to be another than the one read.
        if (isNamed(error, 'PreconditionFailed', 'NoSuchKey', 'ConditionalRequestConflict')) return undefined;
        throw error;
      }
    },
  };
}

function isNamed(error: unknown, ...names: string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}
