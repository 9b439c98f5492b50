import { BlogFailure } from '../errors.ts';
import {
  type GenerateBlogDependencies,
  type GenerationEnd,
  generateBlog,
  type ModelCallLimits,
} from '../model/generate-blog.ts';
import { makeBlogId } from '../post/blog-id.ts';
import type { Versioned } from '../records/records.ts';
import { type DriveDependencies, type RunEnd, record } from './drive-job.ts';
import { completeJob, countCalls, failJob, type Job, releaseJob } from './job.ts';
import type { JobHandle } from './job-handle.ts';
import { savePost } from './save-post.ts';

/** The limits of one holder's run. */
export interface WritePostLimits extends ModelCallLimits {
  /** When the post must be saved, in milliseconds since 1970. */
  saveDeadlineAt: number;
  /** How long S3 is retried to save it, in milliseconds. */
  saveRetryMs: number;
}

export interface WritePostDependencies
  extends Omit<GenerateBlogDependencies, 'beforeCall'>,
    Omit<DriveDependencies, 'deadlineAt'> {}

/**
 * Writes the post of a job that the caller holds. Each model call is recorded before it is made, so that it counts
 * after a crash too.
 *
 * @throws BlogFailure if another run may succeed, or if it is unknown whether the post is saved. The job is released.
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
  /** Ends the run after a fault: records a final failure, or releases the job and throws. */
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
  let generation: GenerationEnd;
  try {
    generation = await generateBlog(request, { callsBefore, usesFallback }, limits, {
      ...dependencies,
      beforeCall: (calls, fallback) => moveOn(countCalls(job.value, calls, fallback)),
    });
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
    deadlineAt: limits.saveDeadlineAt,
    // Without a promised id, the post is named after the moment it is saved.
    objectId: handle.blogId === undefined ? makeBlogId(now, request.blogTopic) : job.value.object_id,
    retryUntil: Math.min(now + limits.saveRetryMs, limits.saveDeadlineAt),
    // Recorded first, so that the object is found after a crash.
    beforeRename: (name: string) => moveOn({ ...job.value, object_id: name }),
  };
  let objectId: string | undefined;
  try {
    objectId = await savePost(blog, saving, dependencies);
  } catch (error) {
    // If S3 refused the object, it is not saved. After any other error that is unknown.
    return giveUp(error, ({ kind }) => kind === 'service-misconfigured');
  }
  if (objectId === undefined) return { kind: 'moved' };
  await record(completeJob(job.value), job, handle, dependencies);
  return { kind: 'completed', saved: { blogId: handle.blogId ?? objectId, objectId, blog } };
}
