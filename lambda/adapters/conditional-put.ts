import {
  PutObjectCommand,
  type PutObjectCommandInput,
  type PutObjectCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';

/** How often a write is repeated that S3 turned away because another on the same key was under way (409). */
const conflictRetries = 5;

/**
 * Writes an object on a condition (`IfNoneMatch` or `IfMatch`).
 *
 * @returns `undefined` where the condition did not hold; with `IfMatch` also where the object is gone
 * @throws the client's error; ConditionalRequestConflict after 5 repetitions
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
      // With If-Match an object that is gone is a 404, not a 412.
      if (name === 'PreconditionFailed' || name === 'NoSuchKey') return undefined;
      // 409: a write on this key is still under way, so nothing is decided yet: ask again.
      if (name !== 'ConditionalRequestConflict' || conflicts >= conflictRetries) throw error;
    }
  }
}
