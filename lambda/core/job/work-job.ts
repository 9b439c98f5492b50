import type { RecordAccess } from '../records/open-record.ts';
import { driveJob, type JobActions, type RunEnd } from './drive-job.ts';
import { storedJob } from './job-handle.ts';
import type { JobOutcome } from './job-outcome.ts';
import { type WritePostDependencies, writePost } from './write-post.ts';

/** What bounds the worker. Times in milliseconds, points in time since 1970. */
export interface WorkJobLimits {
  maxModelCalls: number;
  /** The time of one model call. */
  modelReadTimeoutMs: number;
  modelBackoffMs: number;
  /** When the run must be over. */
  deadlineAt: number;
  /** When Lambda ends the function. */
  endsAt: number;
}

/** Kept free for S3 at the end of a run. */
const saveReserveMs = 15_000;
/** A run ends before its job is declared failed, so that no post appears after that. */
const failsMarginMs = 10_000;

const refuse = (): never => {
  throw new Error('the worker neither begins a job nor hands one over');
};

/**
 * Does a queued job, or takes it up where a run before this one ended.
 *
 * @param awsRequestId the invocation's, which Lambda repeats when it tries again
 * @throws whatever another try of the same event can mend: a store that is down, above all
 */
export async function workJob(
  blogId: string,
  awsRequestId: string,
  limits: WorkJobLimits,
  dependencies: WritePostDependencies & RecordAccess,
): Promise<JobOutcome> {
  const { maxModelCalls, endsAt } = limits;
  const handle = storedJob(blogId, dependencies);
  // Another try of the event records what this one could not.
  const onRecordLost = (error: unknown): never => {
    throw error;
  };
  const actions: JobActions = {
    begin: refuse,
    handOver: refuse,
    onRecordLost,
    write(held): Promise<RunEnd> {
      const deadlineAt = Math.min(limits.deadlineAt, held.value.fails_at - failsMarginMs);
      const runLimits = {
        maxModelCalls,
        callLimitMs: limits.modelReadTimeoutMs,
        backoffMs: limits.modelBackoffMs,
        modelDeadlineAt: deadlineAt - saveReserveMs,
        deadlineAt,
        // All the time there is: the job would be paid for again.
        saveRetryMs: Number.POSITIVE_INFINITY,
      };
      return writePost(held, handle, runLimits, { ...dependencies, onRecordLost });
    },
  };
  return driveJob(handle, { kind: 'worker', id: awsRequestId, endsAt, maxModelCalls }, actions, dependencies);
}
