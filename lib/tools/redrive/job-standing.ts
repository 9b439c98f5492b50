import type { FailureKind } from '../../../lambda/core/errors.ts';
import { storedJob } from '../../../lambda/core/job/job-handle.ts';
import { nextStep, type Operator, type Sight, type Step } from '../../../lambda/core/job/next-step.ts';
import { findPost, type PostReading } from '../../../lambda/core/job/stored-post.ts';
import type { RecordAccess } from '../../../lambda/core/records/open-record.ts';
import { isUnreadable } from '../../../lambda/core/records/records.ts';
import type { FailedJob } from './failed-job.ts';

/** What became of a job since its message was written. */
export type JobStanding =
  /** Nobody works on it: it can be run again. With the failure, where that is recorded. */
  | { readonly kind: 'idle'; readonly failure?: FailureKind }
  /** Somebody works on it, or died at it, until then (milliseconds since 1970). */
  | { readonly kind: 'held'; readonly until: number }
  /** Its post is saved. */
  | { readonly kind: 'done' }
  /** Its record is deleted, and nobody knows any more what was asked for. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** The records and posts of the stack. */
export type StackStore = RecordAccess & PostReading;

/** Looks what became of a job that failed. @throws BlogFailure */
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
    // Of this one record: the other jobs can still be shown.
    if (isUnreadable(error)) return { kind: 'unreadable', reason: error.message };
    throw error;
  }
}

/** The operator, who knows which invocations Lambda has given up. */
export function operatorOf({ events }: FailedJob): Operator {
  const abandoned = events.flatMap(({ requestId }) => requestId ?? []);
  return { kind: 'operator', abandoned, joined: false };
}
