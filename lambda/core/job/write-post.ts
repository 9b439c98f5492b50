import { BlogFailure } from '../errors.ts';
import { type GenerateBlogDependencies, generateBlog } from '../model/generate-blog.ts';
import { makeBlogId } from '../post/blog-id.ts';
import type { BlogStore } from '../post/blog-store.ts';
import type { Versioned } from '../records/records.ts';
import { type RunEnd, record } from './drive-job.ts';
import { completeJob, countCalls, failJob, type Job, releaseJob, renameObject } from './job.ts';
import type { JobHandle } from './job-handle.ts';
import { savePost } from './save-post.ts';

/** What bounds one holder's run. Times in milliseconds, points in time since 1970. */
export interface WritePostLimits {
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

export interface WritePostDependencies extends Omit<GenerateBlogDependencies, 'beforeCall'> {
  store: BlogStore;
  /** Called where a record could not be written although the post is saved or the failure is known. Default: nothing. */
  onRecordLost?: (error: unknown) => void;
}

/**
 * Writes the post of a job that the caller holds. Each model call is counted in the record before it is made, so
 * that whoever takes over after a crash knows of it.
 *
 * @throws BlogFailure where another run may end otherwise, or nobody knows whether the post is saved: then the job
 * is released
 */
export async function writePost(
  held: Versioned<Job>,
  handle: JobHandle,
  limits: WritePostLimits,
  dependencies: WritePostDependencies,
): Promise<RunEnd> {
  const { clock } = dependencies;
  let job = held;
  const moveOn = async (change: Job): Promise<boolean> => {
    const next = await handle.write(change, job);
    job = next ?? job;
    return next !== undefined;
  };
  /** Ends the run after a fault: for good, or so that the next can take the job up at once. */
  const giveUp = async (error: unknown, isFinal: (failure: BlogFailure) => boolean): Promise<RunEnd> => {
    if (error instanceof BlogFailure && isFinal(error)) {
      await record(failJob(job.value, error.kind), job, handle, dependencies);
      return { kind: 'failed', failure: error };
    }
    await handle.write(releaseJob(job.value), job).catch(() => {});
    throw error;
  };

  const {
    request,
    job_id: requestId,
    model_calls: callsBefore,
    uses_fallback: usesFallback = false,
  } = job.value;
  let generation: Awaited<ReturnType<typeof generateBlog>>;
  try {
    generation = await generateBlog(
      request,
      { ...limits, callsBefore, usesFallback, deadlineAt: limits.modelDeadlineAt },
      {
        ...dependencies,
        beforeCall: (calls, fallback) => moveOn(countCalls(job.value, calls, fallback)),
      },
    );
  } catch (error) {
    return giveUp(error, ({ transient }) => !transient);
  }
  if (generation.kind === 'stopped') return { kind: 'moved' };
  if (generation.kind === 'out-of-time') {
    const value = countCalls(job.value, generation.modelCalls, generation.usesFallback);
    return { kind: 'out-of-time', job: { ...job, value }, failure: generation.failure };
  }

  const { blog } = generation;
  const now = clock.now();
  const saving = {
    requestId,
    deadlineAt: limits.deadlineAt,
    // What nobody was promised has the name of the moment.
    objectId: handle.blogId === undefined ? makeBlogId(now, request.blogTopic) : job.value.object_id,
    retryUntil: Math.min(now + limits.saveRetryMs, limits.deadlineAt),
    // Before the write, so that a crash after it leaves no object that nobody finds.
    beforeRename: (name: string) => moveOn(renameObject(job.value, name)),
  };
  let objectId: string | undefined;
  try {
    objectId = await savePost(blog, saving, dependencies);
  } catch (error) {
    // What S3 refuses it has not written; of anything else nobody knows.
    return giveUp(error, ({ kind }) => kind === 'service-misconfigured');
  }
  if (objectId === undefined) return { kind: 'moved' };
  await record(completeJob(job.value), job, handle, dependencies);
  return { kind: 'completed', saved: { blogId: handle.blogId ?? objectId, objectId, blog } };
}
