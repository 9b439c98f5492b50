import { type Clock, TimeLimitError, withTimeLimit } from '../clock.ts';
import { BlogFailure } from '../errors.ts';
import { makeBlogId } from '../post/blog-id.ts';
import type { Versioned } from '../records/records.ts';
import type { BlogRequest } from '../request/blog-request.ts';
import { countCalls, failJob, type Job, newJob, queueJob } from './job.ts';
import { JobMovedError, type JobRecords } from './job-records.ts';
import type { BlogStore } from './save-blog.ts';
import { readObject } from './saved-blog.ts';

/** What the worker is told: enough to find the job's record. */
export interface WorkerEvent {
  blog_id: string;
  v: 1;
}

/** Asks the worker to take a job. @throws BlogFailure `worker-unavailable` or `service-misconfigured` */
export type InvokeWorker = (event: WorkerEvent, signal: AbortSignal) => Promise<void>;

export interface HandOverDependencies {
  jobs: JobRecords;
  store: BlogStore;
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
 * Invokes the worker for a job that is queued. Where that fails, the job has failed too, unless the worker has
 * taken it although its answer was lost.
 *
 * @throws BlogFailure where the worker does not have the job
 */
export async function invokeForJob(job: Versioned<Job>, dependencies: HandOverDependencies): Promise<void> {
  const { jobs, clock, invokeWorker, deadlineAt } = dependencies;
  try {
    const limitMs = Math.min(invokeLimitMs, deadlineAt - clock.now() - recordReserveMs);
    await withTimeLimit(clock, limitMs, (signal) =>
      invokeWorker({ blog_id: job.value.blog_id, v: 1 }, signal),
    );
  } catch (error) {
    const failure = toFailure(error);
    try {
      await jobs.move(job, failJob(job.value, failure.kind));
    } catch (moved) {
      if (moved instanceof JobMovedError) return;
    }
    throw failure;
  }
}

/** Creates a queued job under an id of this moment. @returns the stored job */
export async function createQueuedJob(
  about: { request: BlogRequest; requestId: string; modelCalls: number; usesFallback: boolean },
  dependencies: HandOverDependencies,
): Promise<Versioned<Job>> {
  const { jobs, clock } = dependencies;
  for (let time = clock.now(); ; time += 1) {
    const blogId = makeBlogId(time, about.request.blogTopic);
    if ((await readObject(blogId, dependencies)) !== undefined) continue;
    const { requestId, request, modelCalls, usesFallback } = about;
    const job = newJob({ blog_id: blogId, job_id: requestId, request, model_calls: modelCalls }, clock.now());
    const left = countCalls(job, modelCalls, usesFallback);
    const created = await jobs.create(queueJob(left, clock.now()));
    if (created !== undefined) return created;
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
