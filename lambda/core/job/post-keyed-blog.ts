import { makeBlogId } from '../post/blog-id.ts';
import type { Versioned } from '../records/records.ts';
import { awaitJob } from './await-job.ts';
import { invokeForJob } from './hand-over.ts';
import { claimKey, type IdempotencyKey, moveKey, readKey } from './idempotency-key.ts';
import {
  completeJob,
  countCalls,
  holdJob,
  type Job,
  jobState,
  newJob,
  queueJob,
  requeueAfterMs,
  retryJob,
} from './job.ts';
import { JobMovedError } from './job-records.ts';
import {
  callLimitMs,
  fitsDeadline,
  type PostBlogCommand,
  type PostBlogDependencies,
  type PostBlogLimits,
  type PostBlogOutcome,
  saveRetryMs,
  tellOrPromise,
  tellOutcome,
} from './post-command.ts';
import { RunInterruptedError, runJob } from './run-job.ts';
import { findStartedPost, readObject } from './saved-blog.ts';

type KeyedCommand = PostBlogCommand & { idempotencyKey: IdempotencyKey };

/**
 * A request under an idempotency key: the first to come writes the post, those that come meanwhile wait for it,
 * those that come later get it, and after a failure or a crash the next one goes on.
 *
 * @throws BlogFailure
 * @throws RequestError `idempotency-key-reused`
 */
export async function postKeyedBlog(
  command: KeyedCommand,
  limits: PostBlogLimits,
  dependencies: PostBlogDependencies,
): Promise<PostBlogOutcome> {
  for (;;) {
    try {
      return await advance(await claimJob(command, limits, dependencies), command, limits, dependencies);
    } catch (error) {
      // Another was faster with the same job: look again at what it is now.
      if (!(error instanceof JobMovedError)) throw error;
    }
  }
}

/** Our job, or the state in which others have it. */
interface Claim {
  job: Versioned<Job>;
  /** The job was brought into this state by this very request. */
  ours: boolean;
}

/** Finds the job behind the key, or makes it. */
async function claimJob(
  command: KeyedCommand,
  limits: PostBlogLimits,
  dependencies: PostBlogDependencies,
): Promise<Claim> {
  const { clock, jobs } = dependencies;
  const { request, requestId, idempotencyKey } = command;
  await assertTakenOrBegun(command, dependencies);
  const blogId = await freeBlogId(command, dependencies);
  let key = await claimKey(idempotencyKey, { blog_id: blogId, job_id: requestId }, dependencies);
  for (;;) {
    const found = await jobs.read(key.value.blog_id);
    if (found?.value.job_id === key.value.job_id) return { job: found, ours: false };
    if (found !== undefined) {
      // Two keys met in one millisecond with one topic. Nobody was promised this key's id yet.
      const id = makeBlogId(clock.now(), request.blogTopic);
      key =
        (await moveKey(idempotencyKey, key, id, dependencies)) ??
        (await readKey(idempotencyKey, dependencies)) ??
        key;
      continue;
    }
    const { blog_id, job_id } = key.value;
    const job = newJob({ blog_id, job_id, request, model_calls: 0 }, clock.now());
    const created = await jobs.create(begin(job, command, limits, dependencies));
    if (created !== undefined) return { job: created, ours: true };
  }
}

/** Refuses what the models do not take; under a known key they may have been others, and the post be there. */
async function assertTakenOrBegun(
  { request, idempotencyKey }: KeyedCommand,
  dependencies: PostBlogDependencies,
): Promise<void> {
  try {
    dependencies.assertTaken?.(request);
  } catch (refusal) {
    const key = await readKey(idempotencyKey, dependencies);
    if (key === undefined || dependencies.clock.now() >= key.value.expires_at) throw refusal;
  }
}

async function advance(
  { job, ours }: Claim,
  command: KeyedCommand,
  limits: PostBlogLimits,
  dependencies: PostBlogDependencies,
): Promise<PostBlogOutcome> {
  const { clock, jobs } = dependencies;
  const now = clock.now();
  const blogId = job.value.blog_id;
  if (ours) {
    if (job.value.status === 'running') return runHeld(job, command, limits, dependencies);
    await invokeForJob(job, dependencies);
    return command.respondAsync
      ? { kind: 'accepted', blogId }
      : awaitOthers(blogId, command, limits, dependencies);
  }
  const state = jobState(job.value, now);
  if (state === 'done') return tellOutcome(job.value, dependencies);
  // Whoever saved the post may not have recorded it yet, or not lived to; others may have been told of it.
  const saved = job.value.status === 'failed' ? undefined : await findStartedPost(job.value, dependencies);
  if (saved !== undefined) {
    if (state !== 'held') await jobs.move(job, completeJob(job.value)).catch(() => {});
    return { kind: 'completed', saved };
  }
  if (state === 'failed') return take(job, retryJob(job.value, now), command, limits, dependencies);
  if (state === 'lapsed') return take(job, job.value, command, limits, dependencies);
  if (state === 'queued' && now - (job.value.queued_at ?? 0) > requeueAfterMs) {
    const queued = await jobs.move(job, queueJob(job.value, now));
    await invokeForJob(queued, dependencies);
  }
  return awaitOthers(blogId, command, limits, dependencies);
}

/** Takes up a job that nobody works on. @throws JobMovedError where another was faster */
async function take(
  job: Versioned<Job>,
  change: Omit<Job, 'nonce'>,
  command: KeyedCommand,
  limits: PostBlogLimits,
  dependencies: PostBlogDependencies,
): Promise<PostBlogOutcome> {
  const taken = await dependencies.jobs.move(job, begin(change, command, limits, dependencies));
  return advance({ job: taken, ours: true }, command, limits, dependencies);
}

/** The job as this request begins with it: in its own hands, or in the worker's queue. */
function begin(
  job: Omit<Job, 'nonce'>,
  command: KeyedCommand,
  limits: PostBlogLimits,
  dependencies: PostBlogDependencies,
): Omit<Job, 'nonce'> {
  dependencies.assertTaken?.(command.request);
  return command.respondAsync || !fitsDeadline(command, limits, dependencies)
    ? queueJob(job, dependencies.clock.now())
    : holdJob(job, command.requestId, command.deadlineAt);
}

async function runHeld(
  job: Versioned<Job>,
  command: KeyedCommand,
  limits: PostBlogLimits,
  dependencies: PostBlogDependencies,
): Promise<PostBlogOutcome> {
  const { deadlineAt, request } = command;
  try {
    const saved = await runJob(
      job,
      {
        maxModelCalls: limits.maxModelCalls,
        callLimitMs: callLimitMs(request, limits),
        backoffMs: limits.modelBackoffMs,
        modelDeadlineAt: deadlineAt - limits.handoverReserveMs,
        deadlineAt,
        saveRetryMs,
      },
      dependencies,
    );
    return { kind: 'completed', saved };
  } catch (error) {
    if (!(error instanceof RunInterruptedError)) throw error;
    const { modelCalls, usesFallback } = error.outOfTime;
    const left = countCalls(error.job.value, modelCalls, usesFallback);
    const queued = await dependencies.jobs.move(error.job, queueJob(left, dependencies.clock.now()));
    await invokeForJob(queued, dependencies);
    return awaitOthers(job.value.blog_id, command, limits, dependencies);
  }
}

/** Waits for whoever works on the job; goes on itself where that one has died. */
async function awaitOthers(
  blogId: string,
  command: KeyedCommand,
  limits: PostBlogLimits,
  dependencies: PostBlogDependencies,
): Promise<PostBlogOutcome> {
  const { clock, jobs } = dependencies;
  const job = command.respondAsync ? undefined : await awaitJob(blogId, dependencies);
  if (job !== undefined && jobState(job.value, clock.now()) === 'lapsed') {
    return advance({ job, ours: false }, command, limits, dependencies);
  }
  // The job is known to be under way: a look that fails takes nothing back.
  const last = job ?? (await jobs.read(blogId).catch(() => undefined));
  return last === undefined ? { kind: 'accepted', blogId } : tellOrPromise(last.value, dependencies);
}

/** An id of this moment under which no post is saved. */
async function freeBlogId({ request }: KeyedCommand, dependencies: PostBlogDependencies): Promise<string> {
  for (let time = dependencies.clock.now(); ; time += 1) {
    const blogId = makeBlogId(time, request.blogTopic);
    if ((await readObject(blogId, dependencies)) === undefined) return blogId;
  }
}
