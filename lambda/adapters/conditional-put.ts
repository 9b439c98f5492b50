import {
  PutObjectCommand,
  type PutObjectCommandInput,
  type PutObjectCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';

/** The number of retries of a write that S3 rejects because of a concurrent write to the same key (409). */
const conflictRetries = 5;

/**
 * Writes an object conditionally (`IfNoneMatch` or `IfMatch`).
 *
 * @returns `undefined` if the condition failed; with `IfMatch` also if the object no longer exists
 * @throws the client's error; ConditionalRequestConflict after 5 retries
 */
export async function putConditionally(
  client: S3Client,
  input: PutObjectCommandInput,
  signal: AbortSignal,
): Promise<PutObjectCommandOutput | undefined> {
  for (let conflicts = 0; ; conflicts += 1) {
    try {
      return await client.send(new PutObjectCommand(input), { abortSignal: signal });
    } catch (error) {
      const name = error instanceof Error ? error.name : '';
      // With If-Match, a missing object is a 404, not a 412.
      if (name === 'PreconditionFailed' || name === 'NoSuchKey') return undefined;
      // 409: a concurrent write is still in progress, so the outcome is open: retry.
      if (name !== 'ConditionalRequestConflict' || conflicts >= conflictRetries) throw error;
    }
  }
}
