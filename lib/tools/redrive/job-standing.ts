import { BlogFailure } from '../../../lambda/core/errors.ts';
import { type Job, jobState } from '../../../lambda/core/job/job.ts';
import type { JobRecords } from '../../../lambda/core/job/job-records.ts';
import type { Versioned } from '../../../lambda/core/records/records.ts';
import type { FailedJob } from './failed-job.ts';

/** What became of a job since its message was written. */
export type JobStanding =
  /** Nobody works on it: it can be run again. */
  | { readonly kind: 'idle'; readonly job: Versioned<Job> }
  /** Somebody works on it, or died at it, until then (milliseconds since 1970). */
  | { readonly kind: 'held'; readonly until: number }
  /** Its post is saved. `job` is the record where it does not say so yet. */
  | { readonly kind: 'done'; readonly job?: Versioned<Job> }
  /** Its record is deleted, and nobody knows any more what was asked for. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'unreadable'; readonly reason: string };

export interface StandingDependencies {
  readonly jobs: Pick<JobRecords, 'read'>;
  /** The job that the post of this name was written for; undefined where there is no such post. */
  readonly findPostJob: (objectId: string) => Promise<string | undefined>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Looks what became of a job that failed. @throws what the AWS clients throw */
export async function readStanding(
  { blogId, events }: FailedJob,
  { jobs, findPostJob, now }: StandingDependencies,
): Promise<JobStanding> {
  let job: Versioned<Job> | undefined;
  try {
    job = await jobs.read(blogId);
  } catch (error) {
    // Of this one record: the other jobs can still be shown.
    if (!(error instanceof BlogFailure) || error.kind !== 'service-misconfigured') throw error;
    return { kind: 'unreadable', reason: error.message };
  }
  if (job === undefined) {
    return (await findPostJob(blogId)) === undefined ? { kind: 'gone' } : { kind: 'done' };
  }
  const { status, holder, object_id: objectId, job_id: jobId } = job.value;
  if (status === 'done') return { kind: 'done' };
  if (status === 'failed') return { kind: 'idle', job };
  // Lambda gave up the very invocation that holds the job: whatever its lease says, that run is over.
  const givenUp = events.some(({ requestId }) => requestId === holder?.id);
  if (holder !== undefined && !givenUp && jobState(job.value, now()) === 'held') {
    return { kind: 'held', until: holder.lease_until };
  }
  // A run may have saved the post and not have lived to record it.
  return (await findPostJob(objectId)) === jobId ? { kind: 'done', job } : { kind: 'idle', job };
}
