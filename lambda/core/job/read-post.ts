import type { RecordAccess } from '../records/open-record.ts';
import { driveJob } from './drive-job.ts';
import { storedJob } from './job-handle.ts';
import { type PostOutcome, toPostOutcome } from './job-outcome.ts';
import type { PostReading } from './stored-post.ts';

/**
 * Reads a post, or what became of its job.
 *
 * @throws BlogFailure the recorded failure (`recorded`), or `store-unavailable`
 * @throws RequestError `not-found`
 */
export async function readPost(
  blogId: string,
  dependencies: RecordAccess & PostReading,
): Promise<PostOutcome> {
  const handle = storedJob(blogId, dependencies);
  return toPostOutcome(await driveJob(handle, { kind: 'reader' }, {}, dependencies));
}
