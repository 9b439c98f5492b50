import type { FailureKind } from '../errors.ts';
import type { BlogRequest } from '../request/blog-request.ts';

/** What every job has. Times in milliseconds since 1970. */
interface JobFields {
  /** The promised id. It never changes. */
  readonly blog_id: string;
  /** Also in the object's metadata, which shows whether a post belongs to this job. */
  readonly job_id: string;
  readonly request: BlogRequest;
  /** The name of the post's object: `blog_id`, unless another post has that name. */
  readonly object_id: string;
  /** From then on it has failed, even if that is not recorded. */
  readonly fails_at: number;
  /** From then on it is forgotten, unless it is done. */
  readonly expires_at: number;
  /** Present once its calls have turned to the fallback model. */
  readonly uses_fallback?: true;
  /** Model calls begun since the job was made or started over. Written before each call. */
  readonly model_calls: number;
}

/** Who works on a job. */
export interface Holder {
  /** The request's id, or the worker's `awsRequestId`. */
  readonly id: string;
  /** Until when nobody else may work on it. */
  readonly lease_until: number;
  /** Since when; absent in old records. */
  readonly held_at?: number;
}

type Progress = { queued_at: number; holder: Holder; failure: FailureKind };
/** A status with its own fields, without those of other statuses. */
type Status<Name extends string, Own extends Partial<Progress> = object> = { readonly status: Name } & {
  readonly [Field in keyof Own]: Own[Field];
} & { readonly [Field in Exclude<keyof Progress, keyof Own>]?: never };

/** A promised post, or one under an idempotency key: what must outlive the function that works on it. */
export type Job = JobFields &
  (
    | Status<'queued', { /** When the worker was last invoked for it. */ queued_at: number }>
    | Status<'running', { /** Absent if the job was released. */ holder?: Holder }>
    | Status<'done'>
    | Status<'failed', { failure: FailureKind }>
  );

/** How much longer than its holder a lease lasts, because clocks differ. */
const leaseMarginMs = 5_000;
/** How long a job and its key are kept. */
export const jobLifetimeMs = 24 * 60 * 60_000;
/** Lambda drops an asynchronous event after an hour, and its last run takes up to 15 minutes. */
export const workerLifetimeMs = 75 * 60_000;
/** How long after a waiting request's lease another can continue its job instead of starting it over. */
const takeoverWindowMs = 60_000;

/** The state of a job at a moment. `lapsed`: running, but its lease is over, so that anyone may take it over. */
export type JobState = 'queued' | 'held' | 'lapsed' | 'done' | 'failed';

/** @param now milliseconds since 1970 */
export function jobState(job: Job, now: number): JobState {
  if (job.status === 'done' || job.status === 'failed') return job.status;
  if (now >= job.fails_at) return 'failed';
  if (job.status === 'queued') return 'queued';
  return job.holder !== undefined && now < job.holder.lease_until ? 'held' : 'lapsed';
}

/** A new job, to be held or queued before it is stored. */
export function newJob(about: Pick<Job, 'blog_id' | 'job_id' | 'request'>, now: number): Job {
  return {
    ...about,
    object_id: about.blog_id,
    fails_at: now,
    expires_at: now + jobLifetimeMs,
    model_calls: 0,
    status: 'running',
  };
}

/** The job, held until its holder ends. @param endsAt milliseconds since 1970 */
export function holdJob(job: Job, { id, endsAt }: { id: string; endsAt: number }, now: number): Job {
  const leaseUntil = endsAt + leaseMarginMs;
  return {
    ...fieldsOf(job),
    // A queued job keeps its later time.
    fails_at: Math.max(job.fails_at, leaseUntil + takeoverWindowMs),
    status: 'running',
    holder: { id, lease_until: leaseUntil, held_at: now },
  };
}

/** The job without a holder: anyone may take it over at once. */
export function releaseJob(job: Job): Job {
  return { ...fieldsOf(job), status: 'running' };
}

/** The job queued for the worker. */
export function queueJob(job: Job, now: number): Job {
  return { ...fieldsOf(job), fails_at: now + workerLifetimeMs, status: 'queued', queued_at: now };
}

/** The failed job started over under the same id, with all its model calls. */
export function startOver(job: Job, now: number): Job {
  const { uses_fallback: _, ...fields } = fieldsOf(job);
  const expiresAt = Math.max(job.expires_at, now + jobLifetimeMs);
  return { ...fields, fails_at: now, expires_at: expiresAt, model_calls: 0, status: 'running' };
}

/** The job with its model calls counted. */
export function countCalls(job: Job, modelCalls: number, usesFallback: boolean): Job {
  return { ...job, ...(usesFallback && { uses_fallback: true as const }), model_calls: modelCalls };
}

/** The job with its post saved. */
export function completeJob(job: Job): Job {
  return { ...fieldsOf(job), status: 'done' };
}

/** The job without a post. It can be started over. */
export function failJob(job: Job, failure: FailureKind): Job {
  return { ...fieldsOf(job), status: 'failed', failure };
}

function fieldsOf(job: Job): JobFields {
  const { status: _, queued_at: __, holder: ___, failure: ____, ...fields } = job;
  return fields;
}
