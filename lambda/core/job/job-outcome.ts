import { type BlogFailure, RequestError } from '../errors.ts';
import type { Blog } from '../post/blog.ts';
import type { NothingReason } from './next-step.ts';

/** A post and where it is. */
export interface SavedBlog {
  blogId: string;
  /** The name of its object: the blog id, unless another post had that name. */
  objectId: string;
  blog: Blog;
}

/** How driving a job ended. */
export type JobOutcome =
  | { kind: 'completed'; saved: SavedBlog }
  /** The post is promised: another function writes it. */
  | { kind: 'accepted'; blogId: string }
  | { kind: 'failed'; failure: BlogFailure }
  /** There was nothing to do or to return. */
  | { kind: 'skipped'; reason: NothingReason };

/** The post, or the promise of one. */
export type PostOutcome = Extract<JobOutcome, { kind: 'completed' | 'accepted' }>;

/** The outcome for a client. @throws BlogFailure the job's failure @throws RequestError `not-found` */
export function toPostOutcome(outcome: JobOutcome): PostOutcome {
  if (outcome.kind === 'failed') throw outcome.failure;
  if (outcome.kind !== 'skipped') return outcome;
  if (outcome.reason !== 'deleted') throw notFound();
  throw new RequestError('not-found', 'The post was written and has been deleted since.');
}

/** The answer for an unknown id. */
export function notFound(): RequestError {
  return new RequestError(
    'not-found',
    'There is no post with this id. An id is the blog_id of a response to POST /blog, percent-encoded in the path.',
  );
}
