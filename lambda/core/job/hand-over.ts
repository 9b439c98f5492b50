import { type Clock, TimeLimitError, withTimeLimit } from '../clock.ts';
import { BlogFailure } from '../errors.ts';
import type { Versioned } from '../records/records.ts';
import { failJob, type Job } from './job.ts';
import type { JobHandle } from './job-handle.ts';

/** The worker's event: enough to find the job's record. */
export interface WorkerEvent {
  blog_id: string;
  v: 1;
}

/** Asks the worker to write a post. @throws BlogFailure `worker-unavailable` or `service-misconfigured` */
export type InvokeWorker = (event: WorkerEvent, signal: AbortSignal) => Promise<void>;

export interface HandOverDependencies {
  clock: Clock;
  invokeWorker: InvokeWorker;
  /** When whoever hands over must have answered, in milliseconds since 1970. */
  deadlineAt: number;
}

/** How long the invocation may take, all tries included, in milliseconds. */
const invokeLimitMs = 5_000;
/** Kept free after it, in milliseconds, to record that it failed. */
const recordReserveMs = 500;

/**
 * Invokes the worker for a job that is queued. Where that fails, the job is put back or has failed, unless the worker
 * has it although the answer was lost.
 *
 * @param putBack what the record becomes where the worker does not have the job. Default: a failed job
 * @throws BlogFailure where the worker does not have the job
 */
export async function invokeForJob(
  queued: Versioned<Job>,
  handle: Pick<JobHandle, 'write'>,
  { clock, invokeWorker, deadlineAt }: HandOverDependencies,
  putBack?: Job,
): Promise<void> {
  try {
    const limitMs = Math.min(invokeLimitMs, deadlineAt - clock.now() - recordReserveMs);
    await withTimeLimit(clock, limitMs, (signal) =>
      invokeWorker({ blog_id: queued.value.blog_id, v: 1 }, signal),
    );
  } catch (error) {
    const failure = toFailure(error);
    const undone = putBack ?? failJob(queued.value, failure.kind);
    // Where the record cannot be written either, the fault of the invocation is the one to report.
    const written = await handle.write(undone, queued).catch(() => queued);
    if (written !== undefined) throw failure;
  }
}

function toFailure(error: unknown): BlogFailure {
  if (error instanceof BlogFailure) return error;
  const message =
    error instanceof TimeLimitError
      ? `invoking the worker gave ${error.message}`
      : 'invoking the worker failed';
  return new BlogFailure('worker-unavailable', message, { cause: error });
}
