import { type GenerateBlogDependencies, generateBlog } from '../model/generate-blog.ts';
import { OutOfTimeError } from '../model/model-call.ts';
import { awaitJob } from './await-job.ts';
import { createQueuedJob, invokeForJob } from './hand-over.ts';
import { jobState } from './job.ts';
import {
  callLimitMs,
  fitsDeadline,
  type PostBlogCommand,
  type PostBlogDependencies,
  type PostBlogLimits,
  type PostBlogOutcome,
  saveRetryMs,
  tellOrPromise,
} from './post-command.ts';
import { postKeyedBlog } from './post-keyed-blog.ts';
import { saveBlog } from './save-blog.ts';
import type { SavedBlog } from './saved-blog.ts';

/**
 * Writes a post within the request's deadline, or has the worker write it and waits for it until then.
 *
 * @throws BlogFailure
 * @throws RequestError `idempotency-key-reused`, or `invalid-request` where the models do not take it
 */
export async function postBlog(
  command: PostBlogCommand,
  limits: PostBlogLimits,
  dependencies: PostBlogDependencies,
): Promise<PostBlogOutcome> {
  const { idempotencyKey } = command;
  if (idempotencyKey !== undefined)
    return postKeyedBlog({ ...command, idempotencyKey }, limits, dependencies);
  dependencies.assertTaken?.(command.request);
  if (command.respondAsync || !fitsDeadline(command, limits, dependencies)) {
    return handOver(command, { modelCalls: 0, usesFallback: false }, dependencies);
  }
  try {
    return { kind: 'completed', saved: await writeNow(command, limits, dependencies) };
  } catch (error) {
    if (!(error instanceof OutOfTimeError)) throw error;
    return handOver(command, error, dependencies);
  }
}

/** Waits for a job that the worker has. @throws BlogFailure the recorded failure */
async function waitForWorker(blogId: string, dependencies: PostBlogDependencies): Promise<PostBlogOutcome> {
  const job = await awaitJob(blogId, dependencies);
  // A run that lapsed is Lambda's to repeat.
  if (job === undefined || jobState(job.value, dependencies.clock.now()) === 'lapsed')
    return { kind: 'accepted', blogId };
  return tellOrPromise(job.value, dependencies);
}

async function handOver(
  command: PostBlogCommand,
  { modelCalls, usesFallback }: Pick<OutOfTimeError, 'modelCalls' | 'usesFallback'>,
  dependencies: PostBlogDependencies,
): Promise<PostBlogOutcome> {
  const job = await createQueuedJob({ ...command, modelCalls, usesFallback }, dependencies);
  await invokeForJob(job, dependencies);
  const blogId = job.value.blog_id;
  return command.respondAsync ? { kind: 'accepted', blogId } : waitForWorker(blogId, dependencies);
}

async function writeNow(
  { request, requestId, deadlineAt }: PostBlogCommand,
  limits: PostBlogLimits,
  dependencies: GenerateBlogDependencies & Pick<PostBlogDependencies, 'store'>,
): Promise<SavedBlog> {
  const blog = await generateBlog(
    request,
    {
      maxModelCalls: limits.maxModelCalls,
      callLimitMs: callLimitMs(request, limits),
      backoffMs: limits.modelBackoffMs,
      deadlineAt: deadlineAt - limits.handoverReserveMs,
    },
    dependencies,
  );
  const retryUntil = Math.min(dependencies.clock.now() + saveRetryMs, deadlineAt);
  const objectId = await saveBlog(blog, { requestId, deadlineAt, retryUntil }, dependencies);
  return { blogId: objectId, objectId, blog };
}
