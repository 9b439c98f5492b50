import type { Clock } from '../clock.ts';
import { RequestError } from '../errors.ts';
import type { JobRecords } from './job-records.ts';
import { type PostBlogOutcome, tellOutcome } from './post-command.ts';
import type { BlogStore } from './save-blog.ts';
import { readObject } from './saved-blog.ts';

export interface GetBlogDependencies {
  jobs: Pick<JobRecords, 'read'>;
  store: BlogStore;
  clock: Clock;
  /** When the answer must leave, in milliseconds since 1970. */
  deadlineAt: number;
}

/**
 * Reads a post back, or what became of it. A record comes before an object: the name a job was promised may have
 * been taken by another post.
 *
 * @throws BlogFailure the recorded failure (`recorded`), or `store-unavailable`
 * @throws RequestError `not-found`
 */
export async function getBlog(blogId: string, dependencies: GetBlogDependencies): Promise<PostBlogOutcome> {
  const job = (await dependencies.jobs.read(blogId))?.value;
  if (job !== undefined && (job.status === 'done' || dependencies.clock.now() < job.expires_at)) {
    return tellOutcome(job, dependencies);
  }
  const stored = await readObject(blogId, dependencies);
  if (stored === undefined) throw notFound();
  return { kind: 'completed', saved: { blogId, objectId: blogId, blog: stored.blog } };
}

/** The answer for an id under which nothing is or was promised. */
export function notFound(): RequestError {
  return new RequestError(
    'not-found',
    'There is no post of this id. An id is the blog_id of an answer of POST /blog, percent-encoded in the path.',
  );
}
