import type { Deadline } from '../clock.ts';
import type { BlogStore, StoredBlog } from '../post/blog-store.ts';
import { limitS3Step } from '../records/records.ts';
import type { Job } from './job.ts';
import type { SavedBlog } from './job-outcome.ts';

/** What one request or run needs to read posts. */
export interface PostReading extends Deadline {
  store: BlogStore;
}

/** Reads a post's object, whichever job it belongs to. @throws BlogFailure */
export function readStoredBlog(objectId: string, reading: PostReading): Promise<StoredBlog | undefined> {
  return limitS3Step(reading, (signal) => reading.store.read(objectId, signal));
}

/**
 * The saved post of a job, even if the job is not recorded as done.
 *
 * @param blogId without a job, the post of this id is returned, whichever job it belongs to
 */
export async function findPost(
  blogId: string | undefined,
  job: Job | undefined,
  reading: PostReading,
): Promise<SavedBlog | undefined> {
  const objectId = job?.object_id ?? blogId;
  const stored = objectId && (await readStoredBlog(objectId, reading));
  if (!stored || (job !== undefined && stored.requestId !== job.job_id)) return undefined;
  return { blogId: job?.blog_id ?? objectId, objectId, blog: stored.blog };
}
