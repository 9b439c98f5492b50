import { BlogFailure, type FailureKind } from '../../../lambda/core/errors.ts';
import { driveJob } from '../../../lambda/core/job/drive-job.ts';
import { type InvokeWorker, invokeForJob } from '../../../lambda/core/job/hand-over.ts';
import { startOver } from '../../../lambda/core/job/job.ts';
import { storedJob } from '../../../lambda/core/job/job-handle.ts';
import { nextStep, type Operator, type Sight, type Step } from '../../../lambda/core/job/next-step.ts';
import { findPost, type PostReading } from '../../../lambda/core/job/stored-post.ts';
import type { RecordAccess } from '../../../lambda/core/records/open-record.ts';
import { RecordShapeError } from '../../../lambda/core/records/records.ts';
import type { FailedJob } from './failed-jobs.ts';

/** What became of a job since its message was written. */
export type JobStanding =
  /** No run works on it: it can be run again. With the failure, if that is recorded. */
  | { readonly kind: 'idle'; readonly failure?: FailureKind }
  /** A run works on it, or crashed, and may hold it until then (milliseconds since 1970). */
  | { readonly kind: 'held'; readonly until: number }
  /** Its post is saved. */
  | { readonly kind: 'done' }
  /** Its record is deleted, and with it the request. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** The records and posts of the stack. */
export type StackStore = RecordAccess & PostReading;

/** Reads what became of a job that failed. @throws BlogFailure */
export async function readStanding(failed: FailedJob, store: StackStore): Promise<JobStanding> {
  const { blogId } = failed;
  try {
    const job = (await storedJob(blogId, store).read())?.value;
    const look = (post: Sight['post']): Step =>
      nextStep({ job, post }, operatorOf(failed), store.clock.now());
    let step = look('unknown');
    if (step.kind === 'find-post') step = look((await findPost(blogId, job, store)) ? 'saved' : 'missing');
    if (step.kind === 'enqueue') return { kind: 'idle', ...(job?.failure && { failure: job.failure }) };
    if (step.kind !== 'return' || step.what !== 'nothing') return { kind: 'done' };
    if (step.reason === 'held') return { kind: 'held', until: job?.holder?.lease_until ?? 0 };
    return { kind: step.reason === 'done' ? 'done' : 'gone' };
  } catch (error) {
    // Only this record: the other jobs can still be shown.
    if (error instanceof BlogFailure && error.cause instanceof RecordShapeError)
      return { kind: 'unreadable', reason: error.message };
    throw error;
  }
}

/** The job runs, it needed no run, or another run holds it now. */
export type RunAgainResult = 'started' | 'done' | 'moved';

/**
 * Runs a job again: its record becomes a fresh queued one, with all its model calls, and the worker is invoked for
 * it. If the worker does not accept it, the record is put back.
 *
 * @throws BlogFailure
 */
export async function runAgain(
  failed: FailedJob,
  store: StackStore,
  invokeWorker: InvokeWorker,
): Promise<RunAgainResult> {
  const handle = storedJob(failed.blogId, store);
  const outcome = await driveJob(
    handle,
    operatorOf(failed),
    {
      begin(job, now) {
        if (job === undefined) throw new Error(`there is no record of ${failed.blogId}`);
        return startOver(job, now);
      },
      handOver: (queued, before) => invokeForJob(queued, handle, { ...store, invokeWorker }, before),
    },
    {
      ...store,
      onRecordLost(error) {
        throw error;
      },
    },
  );
  if (outcome.kind === 'accepted') return 'started';
  return outcome.kind === 'skipped' && outcome.reason !== 'done' ? 'moved' : 'done';
}

/** The operator, who knows which invocations Lambda has given up. */
function operatorOf({ events }: FailedJob): Operator {
  const abandoned = events.flatMap(({ requestId }) => requestId ?? []);
  return { kind: 'operator', abandoned };
}
