import {
  GetObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { toStoreFailure } from './s3-errors.ts';

/** The number of retries of a write that S3 rejects because of a concurrent write to the same key (409). */
const conflictRetries = 5;

/**
 * Reads an object.
 *
 * @returns `undefined` if there is no such object
 * @throws BlogFailure `store-unavailable` or `service-misconfigured`
 */
export async function readObject(client: S3Client, bucket: string, key: string, abortSignal: AbortSignal) {
  try {
    const command = new GetObjectCommand({ Bucket: bucket, Key: key });
    const { Body, ETag = '', Metadata = {} } = await client.send(command, { abortSignal });
    return { text: (await Body?.transformToString('utf-8')) ?? '', etag: ETag, metadata: Metadata };
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
    throw toStoreFailure(error, bucket);
  }
}

/**
 * Writes an object if it does not exist (`etag` undefined) or still has this ETag.
 *
 * @returns the new ETag; `undefined` if the condition failed, also because the object no longer exists
 * @throws BlogFailure as `readObject`
 */
export async function writeObject(
  client: S3Client,
  object: PutObjectCommandInput & { Bucket: string },
  etag: string | undefined,
  abortSignal: AbortSignal,
): Promise<string | undefined> {
  const command = new PutObjectCommand({
    ...object,
    ...(etag === undefined ? { IfNoneMatch: '*' } : { IfMatch: etag }),
  });
  for (let conflicts = 0; ; conflicts += 1) {
    try {
      return (await client.send(command, { abortSignal })).ETag ?? '';
    } catch (error) {
      const name = error instanceof Error ? error.name : '';
      // With If-Match, a missing object is a 404, not a 412.
      if (name === 'PreconditionFailed' || name === 'NoSuchKey') return undefined;
      // 409: a concurrent write is still in progress, so the outcome is open: retry.
      if (name === 'ConditionalRequestConflict' && conflicts < conflictRetries) continue;
      throw toStoreFailure(error, object.Bucket);
    }
  }
}
