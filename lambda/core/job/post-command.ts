import type { Clock } from '../clock.ts';
import { BlogFailure } from '../errors.ts';
import type { BlogRequest } from '../request/blog-request.ts';
import type { HandOverDependencies } from './hand-over.ts';
import type { IdempotencyKey, KeyDependencies } from './idempotency-key.ts';
import { type Job, jobState } from './job.ts';
import type { JobRunDependencies } from './run-job.ts';
import type { BlogStore } from './save-blog.ts';
import { findStartedPost, readJobPost, type SavedBlog } from './saved-blog.ts';

/** What a caller asks for and how. */
export interface PostBlogCommand {
  request: BlogRequest;
  requestId: string;
  /** When the answer must leave, in milliseconds since 1970. */
  deadlineAt: number;
  /** `Prefer: respond-async` */
  respondAsync: boolean;
  idempotencyKey?: IdempotencyKey;
}

/** The settings of `POST /blog`. Times in milliseconds. */
export interface PostBlogLimits {
  maxModelCalls: number;
  /** A call may take `modelAttemptBaseMs + modelAttemptPerTokenMs × max_gen_len`. */
  modelAttemptBaseMs: number;
  modelAttemptPerTokenMs: number;
  /** The upper bound of that. */
  modelReadTimeoutMs: number;
  /** The wait before the second call after a throttled one. */
  modelBackoffMs: number;
  /** Kept free at the end of the request: to save the post, or to hand it over. */
  handoverReserveMs: number;
}

export interface PostBlogDependencies extends JobRunDependencies, HandOverDependencies, KeyDependencies {
  /** Refuses what the models do not take, before a post of it is begun. Default: they take everything. @throws RequestError */
  assertTaken?: (request: BlogRequest) => void;
}

/** How long a waiting request asks S3 again to save its post, in milliseconds. */
export const saveRetryMs = 4_000;

/** Either the post, or the promise of one. */
export type PostBlogOutcome = { kind: 'completed'; saved: SavedBlog } | { kind: 'accepted'; blogId: string };

/** How long one model call for a request may take, in milliseconds. */
export function callLimitMs(request: BlogRequest, limits: PostBlogLimits): number {
  const estimateMs = limits.modelAttemptBaseMs + limits.modelAttemptPerTokenMs * request.maxGenLen;
  return Math.min(estimateMs, limits.modelReadTimeoutMs);
}

/** Whether a call that takes its whole limit would be answered in time. */
export function fitsDeadline(
  { request, deadlineAt }: PostBlogCommand,
  limits: PostBlogLimits,
  { clock }: Pick<PostBlogDependencies, 'clock'>,
): boolean {
  return clock.now() + callLimitMs(request, limits) <= deadlineAt - limits.handoverReserveMs;
}

/**
 * What there is to say of a job: its post, its failure, or that it is still being written. The post counts also
 * where whoever saved it did not live to record it.
 *
 * @throws BlogFailure the failure of the job (`recorded`), or `store-unavailable`
 * @throws RequestError `not-found` where the post has been deleted since
 */
export async function tellOutcome(
  job: Job,
  reading: { store: BlogStore; clock: Clock; deadlineAt: number },
): Promise<PostBlogOutcome> {
  if (job.status === 'done') return { kind: 'completed', saved: await readJobPost(job, reading) };
  const saved = job.status === 'failed' ? undefined : await findStartedPost(job, reading);
  if (saved !== undefined) return { kind: 'completed', saved };
  if (jobState(job, reading.clock.now()) !== 'failed') return { kind: 'accepted', blogId: job.blog_id };
  throw new BlogFailure(job.failure ?? 'deadline-exceeded', 'the post could not be written', {
    recorded: true,
  });
}

/**
 * As `tellOutcome`, for a job that is known to be under way: where S3 cannot be asked, it is promised.
 *
 * @throws BlogFailure the failure of the job (`recorded`)
 */
export async function tellOrPromise(
  job: Job,
  reading: { store: BlogStore; clock: Clock; deadlineAt: number },
): Promise<PostBlogOutcome> {
  try {
    return await tellOutcome(job, reading);
  } catch (error) {
    if (error instanceof BlogFailure && error.passing && !error.recorded)
      return { kind: 'accepted', blogId: job.blog_id };
    throw error;
  }
}
