import type { FailureKind } from '../errors.ts';
import type { BlogRequest } from '../request/blog-request.ts';

/** What every job has. Times in milliseconds since 1970. */
interface JobFields {
  /** The promised id. It never changes. */
  readonly blog_id: string;
  /** Names the job in its object's metadata, so that a write whose answer was lost is recognized. */
  readonly job_id: string;
  readonly request: BlogRequest;
  /** The name of the post's object as a blog id: the promised one, unless another post has that name. */
  readonly object_id: string;
  /** From then on it has failed, though nobody may have lived to write so. */
  readonly fails_at: number;
  /** From then on it is forgotten, unless it is done. */
  readonly expires_at: number;
  /** Present where the fallback model's turn has come in the calls counted. */
  readonly uses_fallback?: true;
  /** Model calls begun since the job was made, or started over after a failure. Written before each call. */
  readonly model_calls: number;
}

/** Who works on a job. */
export interface Holder {
  /** The request's id, or the worker's `awsRequestId`. */
  readonly id: string;
  /** Until when nobody else may work on it. */
  readonly lease_until: number;
  /** When it was last taken hold of; absent in records of before this field. */
  readonly held_at?: number;
}

type Progress = { queued_at: number; holder: Holder; failure: FailureKind };
/** A status with its own fields, and none of the other statuses'. */
type Status<Name extends string, Own extends Partial<Progress> = object> = { readonly status: Name } & {
  readonly [Field in keyof Own]: Own[Field];
} & { readonly [Field in Exclude<keyof Progress, keyof Own>]?: never };

/**
 * A post that somebody was promised, or that is repeated under an idempotency key: everything that must outlive the
 * function that works on it.
 */
export type Job = JobFields &
  (
    | Status<'queued', { /** When the worker was last invoked for it. */ queued_at: number }>
    | Status<'running', { /** Absent where it was given up without a last word. */ holder?: Holder }>
    | Status<'done'>
    | Status<'failed', { failure: FailureKind }>
  );

/** A lease outlives its holder's time by this much, for clocks that differ. */
const leaseMarginMs = 5_000;
/** How long a job and its key are remembered. */
export const jobLifetimeMs = 24 * 60 * 60_000;
/** Lambda drops an asynchronous event after an hour, and the last run it starts takes up to 15 minutes. */
export const workerLifetimeMs = 75 * 60_000;
/** How long after a waiting request's lease its job can still be taken up where it stood, instead of starting over. */
const takeoverWindowMs = 60_000;

/** What a job is at a moment: `lapsed` is a run whose holder's time is over and that anyone may take up. */
export type JobState = 'queued' | 'held' | 'lapsed' | 'done' | 'failed';

/** The state of a job for all who ask at the moment `now`. */
export function jobState(job: Job, now: number): JobState {
  if (job.status === 'done' || job.status === 'failed') return job.status;
  if (now >= job.fails_at) return 'failed';
  if (job.status === 'queued') return 'queued';
  return job.holder !== undefined && now < job.holder.lease_until ? 'held' : 'lapsed';
}

/** A job that nobody has begun. It is held or queued before it is stored. */
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

/**
 * The job in the hands of one holder.
 *
 * @param endsAt when the holder's time is over, whatever it is doing then
 */
export function holdJob(job: Job, { id, endsAt }: { id: string; endsAt: number }, now: number): Job {
  const leaseUntil = endsAt + leaseMarginMs;
  return {
    ...fieldsOf(job),
    // What the worker holds has its time from when it was queued.
    fails_at: Math.max(job.fails_at, leaseUntil + takeoverWindowMs),
    status: 'running',
    holder: { id, lease_until: leaseUntil, held_at: now },
  };
}

/** The job given up by its holder without a last word: anyone may take it up at once. */
export function releaseJob(job: Job): Job {
  return { ...fieldsOf(job), status: 'running' };
}

/** The job handed over to the worker: nobody holds it, and it has the worker's time. */
export function queueJob(job: Job, now: number): Job {
  return { ...fieldsOf(job), fails_at: now + workerLifetimeMs, status: 'queued', queued_at: now };
}

/** The job started over after it failed: with all its model calls, under the same id. */
export function startOver(job: Job, now: number): Job {
  const { uses_fallback: _, ...fields } = fieldsOf(job);
  const expiresAt = Math.max(job.expires_at, now + jobLifetimeMs);
  return { ...fields, fails_at: now, expires_at: expiresAt, model_calls: 0, status: 'running' };
}

/** The job with its next call counted, or the turn of the fallback that has come. */
export function countCalls(job: Job, modelCalls: number, usesFallback: boolean): Job {
  return { ...job, ...(usesFallback && { uses_fallback: true as const }), model_calls: modelCalls };
}

/** The job with another name for its post's object. */
export function renameObject(job: Job, objectId: string): Job {
  return { ...job, object_id: objectId };
}

/** The job with its post saved. */
export function completeJob(job: Job): Job {
  return { ...fieldsOf(job), status: 'done' };
}

/** The job that gets no post, unless it is started over. */
export function failJob(job: Job, failure: FailureKind): Job {
  return { ...fieldsOf(job), status: 'failed', failure };
}

function fieldsOf(job: Job): JobFields {
  const { status: _, queued_at: __, holder: ___, failure: ____, ...fields } = job;
  return fields;
}
