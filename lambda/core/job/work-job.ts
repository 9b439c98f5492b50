import type { FunctionConfig } from '../config/config.ts';
import type { RecordAccess } from '../records/open-record.ts';
import type { Versioned } from '../records/records.ts';
import { driveJob } from './drive-job.ts';
import type { Job } from './job.ts';
import { storedJob } from './job-handle.ts';
import type { JobOutcome } from './job-outcome.ts';
import { type WritePostDependencies, writePost } from './write-post.ts';

/** The settings of the worker. */
export type WorkerLimits = Pick<
  FunctionConfig<'write-blog'>,
  'maxModelCalls' | 'modelReadTimeoutMs' | 'modelBackoffMs' | 'workerDeadlineMs'
>;

/** Kept free for S3 at the end of a run. */
const saveReserveMs = 15_000;

/**
 * Does a queued job, or takes it over where an earlier run ended.
 *
 * @param awsRequestId the invocation's, which Lambda repeats when it retries
 * @param access whose `deadlineAt` is when Lambda ends the function
 * @throws what a retry of the event may fix, such as an unavailable S3
 */
export async function workJob(
  blogId: string,
  awsRequestId: string,
  { maxModelCalls, modelReadTimeoutMs, modelBackoffMs, workerDeadlineMs }: WorkerLimits,
  access: Omit<WritePostDependencies, 'onRecordLost'> & RecordAccess,
): Promise<JobOutcome> {
  const { clock, deadlineAt: endsAt } = access;
  const dependencies = {
    ...access,
    // A retry of the event records what this run could not.
    onRecordLost(error: unknown): never {
      throw error;
    },
  };
  const runEndsAt = Math.min(clock.now() + workerDeadlineMs, endsAt);
  const limits = {
    maxModelCalls,
    callLimitMs: modelReadTimeoutMs,
    backoffMs: modelBackoffMs,
    deadlineAt: runEndsAt - saveReserveMs,
    saveDeadlineAt: runEndsAt,
    // As long as there is time: otherwise the post would be written, and paid for, again.
    saveRetryMs: Number.POSITIVE_INFINITY,
  };
  const handle = storedJob(blogId, access);
  const write = (held: Versioned<Job>) => writePost(held, handle, limits, dependencies);
  const who = { kind: 'worker', id: awsRequestId, endsAt, maxModelCalls } as const;
  return driveJob(handle, who, { write }, dependencies);
}
