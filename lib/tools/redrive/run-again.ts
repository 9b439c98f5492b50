import { driveJob } from '../../../lambda/core/job/drive-job.ts';
import { type InvokeWorker, invokeForJob } from '../../../lambda/core/job/hand-over.ts';
import { startOver } from '../../../lambda/core/job/job.ts';
import { storedJob } from '../../../lambda/core/job/job-handle.ts';
import type { FailedJob } from './failed-job.ts';
import { operatorOf, type StackStore } from './job-standing.ts';

export interface RunAgainDependencies {
  readonly store: StackStore;
  readonly invokeWorker: InvokeWorker;
}

/** How it ended: the job runs, it needed no run, or somebody else has taken it up. */
export type RunAgainResult = 'started' | 'done' | 'moved';

/**
 * Runs a job again: its record becomes a fresh queued one, with all its model calls, and the worker is invoked for
 * it. Where the worker does not accept it, the record is put back.
 *
 * @throws BlogFailure
 */
export async function runAgain(
  failed: FailedJob,
  { store, invokeWorker }: RunAgainDependencies,
): Promise<RunAgainResult> {
  const handle = storedJob(failed.blogId, store);
  const refuse = (): never => {
    throw new Error(`there is no record of ${failed.blogId}, and only the worker writes posts`);
  };
  const outcome = await driveJob(
    handle,
    operatorOf(failed),
    {
      begin: (job, now) => (job === undefined ? refuse() : startOver(job, now)),
      handOver: (queued, before) => invokeForJob(queued, handle, { ...store, invokeWorker }, before),
      onRecordLost(error) {
        throw error;
      },
    },
    store,
  );
  if (outcome.kind === 'accepted') return 'started';
  return outcome.kind === 'skipped' && outcome.reason !== 'done' ? 'moved' : 'done';
}
