import type { FailureKind } from '../errors.ts';
import type { BlogRequest } from '../request/blog-request.ts';

/**
 * A post that somebody was promised, or that is repeated under an idempotency key: everything that must outlive
 * the function that works on it. Stored as JSON, one object a job; times in milliseconds since 1970.
 */
export interface Job {
  readonly v: 1;
  /** The promised id. It never changes. */
  readonly blog_id: string;
  /** Names the job in its object's metadata, so that a write whose answer was lost is known again. */
  readonly job_id: string;
  readonly request: BlogRequest;
  readonly status: 'queued' | 'running' | 'done' | 'failed';
  /** The name of the post's object as a blog id: the promised one, unless that was taken by another post. */
  readonly object_id: string;
  /** Model calls begun since the job was made, or tried again after a failure. Written before each call. */
  readonly model_calls: number;
  /** Present where the fallback model's turn has come in these. */
  readonly uses_fallback?: true;
  /** Who works on it, and until when nobody else may. */
  readonly holder?: { readonly id: string; readonly lease_until: number };
  /** When the worker was last asked to take it. */
  readonly queued_at?: number;
  /** Where the status is `failed`. */
  readonly failure?: FailureKind;
  /** From then on it has failed, though nobody may have lived to write so. */
  readonly fails_at: number;
  /** From then on it is forgotten, unless it is done. */
  readonly expires_at: number;
  /** Of the last write: a 412 after a lost answer is recognised by it. */
  readonly nonce: string;
}

/** A lease outlives its holder's time by this much, for clocks that differ. */
export const leaseMarginMs = 5_000;
/** How long a job and its key are remembered. */
export const jobLifetimeMs = 24 * 60 * 60_000;
/** Lambda drops an asynchronous event after an hour, and the last run it starts takes up to 15 minutes. */
export const workerLifetimeMs = 75 * 60_000;
/** How long after a waiting request's lease its job can still be taken up where it stood, instead of starting anew. */
export const takeoverWindowMs = 60_000;
/** A job that nobody took up within this time is invoked again. */
export const requeueAfterMs = 60_000;

/** What a job is at a moment: `lapsed` is a run whose holder's time is over and that anyone may take up. */
export type JobState = 'queued' | 'held' | 'lapsed' | 'done' | 'failed';

/** The state of a job for all who ask at the moment `now`. */
export function jobState(job: Job, now: number): JobState {
  if (job.status === 'done' || job.status === 'failed') return job.status;
  if (now >= job.fails_at) return 'failed';
  if (job.status === 'queued') return 'queued';
  return job.holder !== undefined && now < job.holder.lease_until ? 'held' : 'lapsed';
}

/** What every change of a job leaves as it is. */
type Change = Omit<Job, 'nonce'>;

/** A new job, to be held or queued before it is stored. */
export function newJob(
  about: Pick<Job, 'blog_id' | 'job_id' | 'request' | 'model_calls'>,
  now: number,
): Change {
  return {
    v: 1,
    ...about,
    status: 'queued',
    object_id: about.blog_id,
    fails_at: now,
    expires_at: now + jobLifetimeMs,
  };
}

/**
 * The job in the hands of one holder.
 *
 * @param endsAt when the holder's time is over, whatever it is doing then
 */
export function holdJob(job: Change, holderId: string, endsAt: number): Change {
  const { queued_at: _, failure: __, ...rest } = job;
  const leaseUntil = endsAt + leaseMarginMs;
  return {
    ...rest,
    status: 'running',
    holder: { id: holderId, lease_until: leaseUntil },
    // What the worker holds has its time from when it was queued.
    fails_at: Math.max(job.fails_at, leaseUntil + takeoverWindowMs),
  };
}

/** The job given up by its holder without a last word: anyone may take it up at once. */
export function releaseJob(job: Change): Change {
  const { holder: _, ...rest } = job;
  return rest;
}

/** The job given to the worker: nobody holds it, and it has the worker's time. */
export function queueJob(job: Change, now: number): Change {
  const { holder: _, failure: __, ...rest } = job;
  return { ...rest, status: 'queued', queued_at: now, fails_at: now + workerLifetimeMs };
}

/** The job started anew after it failed: with all its model calls, under the same id. */
export function retryJob(job: Change, now: number): Change {
  const { uses_fallback: _, ...rest } = job;
  const expiresAt = Math.max(job.expires_at, now + jobLifetimeMs);
  return { ...rest, model_calls: 0, fails_at: now, expires_at: expiresAt };
}

/** The job with its next call counted, or the turn of the fallback that has come. */
export function countCalls(job: Change, modelCalls: number, usesFallback: boolean): Change {
  return { ...job, model_calls: modelCalls, ...(usesFallback && { uses_fallback: true }) };
}

/** The job with its post saved. */
export function completeJob(job: Change): Change {
  const { holder: _, queued_at: __, failure: ___, ...rest } = job;
  return { ...rest, status: 'done' };
}

/** The job that will get no post, unless it is tried again. */
export function failJob(job: Change, failure: FailureKind): Change {
  const { holder: _, queued_at: __, ...rest } = job;
  return { ...rest, status: 'failed', failure };
}
