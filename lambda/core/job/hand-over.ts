import type { TokenBudget } from '../budget/token-budget.ts';
import { type Deadline, TimeLimitError, withTimeLimit } from '../clock.ts';
import { BlogFailure } from '../errors.ts';
import type { Versioned } from '../records/records.ts';
import { failJob, type Job } from './job.ts';
import type { JobHandle } from './job-handle.ts';

/** The worker's event. */
export interface WorkerEvent {
  blog_id: string;
  v: 1;
}

/** Asks the worker to write a post. @throws BlogFailure `worker-unavailable` or `service-misconfigured` */
export type InvokeWorker = (event: WorkerEvent, signal: AbortSignal) => Promise<void>;

export interface HandOverDependencies extends Deadline {
  invokeWorker: InvokeWorker;
  /** Must have the tokens of the worker's first call left. Default: no budget. */
  budget?: Pick<TokenBudget, 'assertLeft'> | undefined;
}

/** How long the invocation may take, with its retries, in milliseconds. */
const invokeLimitMs = 5_000;
/** Kept free after it to record a failure, in milliseconds. */
const recordReserveMs = 500;

/**
 * Invokes the worker for a queued job. If that fails, the job has failed too, unless the worker got the event and only
 * its answer was lost.
 *
 * @param putBack what the job becomes instead of a failed one
 * @throws BlogFailure if the worker does not have the job
 */
export async function invokeForJob(
  queued: Versioned<Job>,
  handle: Pick<JobHandle, 'write'>,
  { clock, invokeWorker, budget, deadlineAt }: HandOverDependencies,
  putBack?: Job,
): Promise<void> {
  try {
    const limitMs = Math.min(invokeLimitMs, deadlineAt - clock.now() - recordReserveMs);
    await withTimeLimit(clock, limitMs, async (signal) => {
      await budget?.assertLeft(queued.value.request.maxGenLen);
      await invokeWorker({ blog_id: queued.value.blog_id, v: 1 }, signal);
    });
  } catch (error) {
    const failure = toFailure(error);
    const undone = putBack ?? failJob(queued.value, failure.kind);
    // The failed invocation is reported even if it cannot be recorded.
    const written = await handle.write(undone, queued).catch(() => queued);
    if (written !== undefined) throw failure;
  }
}

function toFailure(error: unknown): BlogFailure {
  if (error instanceof BlogFailure) return error;
  const result = error instanceof TimeLimitError ? `gave ${error.message}` : 'failed';
  return new BlogFailure('worker-unavailable', `invoking the worker ${result}`, { cause: error });
}
