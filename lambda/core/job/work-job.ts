import { BlogFailure } from '../errors.ts';
import type { Versioned } from '../records/records.ts';
import { failJob, holdJob, type Job, jobState } from './job.ts';
import { JobMovedError, type JobRecords } from './job-records.ts';
import { type JobRunDependencies, RunInterruptedError, runJob } from './run-job.ts';
import type { SavedBlog } from './saved-blog.ts';

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

/** How a run of the worker ended. */
export type WorkOutcome =
  | { kind: 'completed'; saved: SavedBlog }
  | { kind: 'failed'; failure: BlogFailure }
  /** There was nothing to do: done or failed before, unknown, or in another's hands. */
  | { kind: 'skipped'; reason: string };

/** Kept free for S3 at the end of a run. */
const saveReserveMs = 15_000;
/** A run ends before its job is declared failed, so that no post appears after that. */
const failsMarginMs = 10_000;

/**
 * Does a queued job, or takes it up where a run before this one ended.
 *
 * @param holderId the invocation's `awsRequestId`, which Lambda repeats when it tries again
 * @throws whatever another try of the same event can mend: a store that is down, above all
 */
export async function workJob(
  blogId: string,
  holderId: string,
  limits: WorkJobLimits,
  dependencies: JobRunDependencies,
): Promise<WorkOutcome> {
  const { jobs, clock } = dependencies;
  const found = await jobs.read(blogId);
  if (found === undefined) return { kind: 'skipped', reason: 'its record does not exist' };
  const state = jobState(found.value, clock.now());
  if (state === 'done' || state === 'failed') return { kind: 'skipped', reason: `it is ${state}` };
  // A retry of this very event: its first run has ended, whatever its lease says.
  const held = state === 'held' && found.value.holder?.id !== holderId;
  if (held) return { kind: 'skipped', reason: 'another run has it' };
  try {
    const job = await jobs.move(found, holdJob(found.value, holderId, limits.endsAt));
    return { kind: 'completed', saved: await runHeldJob(job, limits, dependencies) };
  } catch (error) {
    if (error instanceof JobMovedError) return { kind: 'skipped', reason: 'another run has taken it' };
    if (error instanceof RunInterruptedError) return failFor(error, jobs);
    if (isFinal(error)) return { kind: 'failed', failure: error };
    throw error;
  }
}

function runHeldJob(
  job: Versioned<Job>,
  limits: WorkJobLimits,
  dependencies: JobRunDependencies,
): Promise<SavedBlog> {
  const deadlineAt = Math.min(limits.deadlineAt, job.value.fails_at - failsMarginMs);
  return runJob(
    job,
    {
      maxModelCalls: limits.maxModelCalls,
      callLimitMs: limits.modelReadTimeoutMs,
      backoffMs: limits.modelBackoffMs,
      modelDeadlineAt: deadlineAt - saveReserveMs,
      deadlineAt,
      // All the time there is: the job would be paid for again.
      saveRetryMs: Number.POSITIVE_INFINITY,
    },
    {
      ...dependencies,
      // Another try of the event records what this one could not.
      onRecordLost: (error) => {
        throw error;
      },
    },
  );
}

/** Recorded by `runJob`: no text might be saved after all, and another run would end alike. */
function isFinal(error: unknown): error is BlogFailure {
  return (
    error instanceof BlogFailure &&
    (error.kind === 'service-misconfigured' || (!error.passing && error.generatedBlog === undefined))
  );
}

async function failFor({ job, outOfTime }: RunInterruptedError, jobs: JobRecords): Promise<WorkOutcome> {
  await jobs.move(job, failJob(job.value, outOfTime.failure.kind));
  return { kind: 'failed', failure: outOfTime.failure };
}
