import { BlogFailure } from '../errors.ts';
import { type GenerateBlogDependencies, generateBlog } from '../model/generate-blog.ts';
import { OutOfTimeError } from '../model/model-call.ts';
import type { Blog } from '../post/blog.ts';
import type { Versioned } from '../records/records.ts';
import { completeJob, countCalls, failJob, type Job, releaseJob } from './job.ts';
import { JobMovedError, type JobRecords } from './job-records.ts';
import { type BlogStore, type SaveBlogOptions, saveBlog } from './save-blog.ts';
import { findStartedPost, type SavedBlog } from './saved-blog.ts';

/** What bounds one holder's run. Times in milliseconds, points in time since 1970. */
export interface JobRunLimits {
  maxModelCalls: number;
  callLimitMs: number;
  backoffMs: number;
  /** When the text must be there. */
  modelDeadlineAt: number;
  /** When the post must be saved. */
  deadlineAt: number;
  /** How long S3 is asked again to save it. */
  saveRetryMs: number;
}

export interface JobRunDependencies extends Omit<GenerateBlogDependencies, 'beforeCall'> {
  jobs: JobRecords;
  store: BlogStore;
  /** Told of a record that could not be written although the post is saved or the failure is known. */
  onRecordLost?: (error: unknown) => void;
}

/** A run ended without a post and without a last word on it. `job` is the record as this run left it. */
export class RunInterruptedError extends Error {
  override readonly name = 'RunInterruptedError';
  readonly job: Versioned<Job>;
  readonly outOfTime: OutOfTimeError;

  constructor(job: Versioned<Job>, outOfTime: OutOfTimeError) {
    super(outOfTime.message, { cause: outOfTime });
    this.job = job;
    this.outOfTime = outOfTime;
  }
}

/**
 * Writes the post of a job that the caller holds. Each model call is counted in the record before it is made, so
 * that whoever takes over after a crash knows of it.
 *
 * @throws BlogFailure the failure, recorded unless an attempt to save the post leaves open whether it exists: then
 * the job is released
 * @throws RunInterruptedError where the time ran out and calls are left
 * @throws JobMovedError where another holds the job now
 */
export async function runJob(
  held: Versioned<Job>,
  limits: JobRunLimits,
  dependencies: JobRunDependencies,
): Promise<SavedBlog> {
  const { jobs, store, clock } = dependencies;
  let job = held;
  const present = await findStartedPost(job.value, { store, clock, deadlineAt: limits.deadlineAt });
  if (present !== undefined) {
    await record(() => jobs.move(job, completeJob(job.value)), dependencies);
    return present;
  }

  let blog: Blog;
  try {
    blog = await generateOnce(job, limits, dependencies, async (modelCalls, usesFallback) => {
      job = await jobs.move(job, countCalls(job.value, modelCalls, usesFallback));
    });
  } catch (error) {
    if (error instanceof OutOfTimeError) throw new RunInterruptedError(job, error);
    const final = error instanceof BlogFailure && !error.passing;
    if (final) await record(() => jobs.move(job, failJob(job.value, error.kind)), dependencies);
    else await release(job, error, jobs);
    throw error;
  }

  const saving: SaveBlogOptions = {
    requestId: job.value.job_id,
    deadlineAt: limits.deadlineAt,
    objectId: job.value.object_id,
    retryUntil: Math.min(clock.now() + limits.saveRetryMs, limits.deadlineAt),
    // Before the write, so that a crash after it leaves no object that nobody finds.
    beforeRename: async (name) => {
      job = await jobs.move(job, { ...job.value, object_id: name });
    },
  };
  const objectId = await saveBlog(blog, saving, dependencies).catch(async (error: unknown) => {
    // What S3 refuses it has not written; of anything else nobody knows.
    const refused = error instanceof BlogFailure && error.kind === 'service-misconfigured';
    if (refused) await record(() => jobs.move(job, failJob(job.value, error.kind)), dependencies);
    else await release(job, error, jobs);
    throw error;
  });
  await record(() => jobs.move(job, completeJob(job.value)), dependencies);
  return { blogId: job.value.blog_id, objectId, blog };
}

function generateOnce(
  { value: job }: Versioned<Job>,
  limits: JobRunLimits,
  dependencies: JobRunDependencies,
  beforeCall: GenerateBlogDependencies['beforeCall'] & {},
): Promise<Blog> {
  if (job.model_calls >= limits.maxModelCalls) {
    throw new BlogFailure(
      'model-failed',
      `${job.model_calls} model calls were begun and none was seen to end`,
    );
  }
  return generateBlog(
    job.request,
    {
      ...limits,
      callsBefore: job.model_calls,
      usesFallback: job.uses_fallback ?? false,
      deadlineAt: limits.modelDeadlineAt,
    },
    { ...dependencies, beforeCall },
  );
}

/** Writes the last word on a job. Where that fails the post or the failure stands, and the next to look finds it. */
async function record(write: () => Promise<unknown>, { onRecordLost }: JobRunDependencies): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof JobMovedError)) onRecordLost?.(error);
  }
}

/** Lets the next take the job up at once, where the record can still be written. */
async function release(job: Versioned<Job>, error: unknown, jobs: JobRecords): Promise<void> {
  if (error instanceof JobMovedError) return;
  await jobs.move(job, releaseJob(job.value)).catch(() => {});
}
