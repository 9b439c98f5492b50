import { type Clock, withTimeLimit } from '../clock.ts';
import { BlogFailure } from '../errors.ts';
import type { BlogStore, StoredBlog } from '../post/blog-store.ts';
import type { Job } from './job.ts';
import type { SavedBlog } from './job-outcome.ts';

/** What a post is read with. */
export interface PostReading {
  store: BlogStore;
  clock: Clock;
  /** When whoever reads must have answered, in milliseconds since 1970. */
  deadlineAt: number;
}

/** How long reading a post may take, all tries included, in milliseconds. */
const readLimitMs = 10_000;

/** Reads a post's object, whoever wrote it. @throws BlogFailure */
export async function readStoredBlog(
  objectId: string,
  { store, clock, deadlineAt }: PostReading,
): Promise<StoredBlog | undefined> {
  const limitMs = Math.min(readLimitMs, deadlineAt - clock.now());
  try {
    return await withTimeLimit(clock, limitMs, (signal) => store.read(objectId, signal));
  } catch (error) {
    if (error instanceof BlogFailure) throw error;
    throw new BlogFailure('store-unavailable', 'S3 did not answer for a post in time', { cause: error });
  }
}

/**
 * The post of a job where it is saved, also where nobody lived to record it.
 *
 * @param blogId the post of this id, whoever it was written for, where there is no job
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
