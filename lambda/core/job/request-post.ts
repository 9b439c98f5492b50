import type { TokenBudget } from '../budget/token-budget.ts';
import type { FunctionConfig } from '../config/config.ts';
import { makeBlogId } from '../post/blog-id.ts';
import type { RecordAccess } from '../records/open-record.ts';
import type { BlogRequest } from '../request/blog-request.ts';
import { driveJob } from './drive-job.ts';
import { type HandOverDependencies, invokeForJob } from './hand-over.ts';
import { claimKey, type IdempotencyKey, isKeyKnown, jobOfKey } from './idempotency-key.ts';
import { newJob, startOver } from './job.ts';
import { createJobInMemory, findFreeId, type JobHandle } from './job-handle.ts';
import { type PostOutcome, toPostOutcome } from './job-outcome.ts';
import { type WritePostDependencies, type WritePostLimits, writePost } from './write-post.ts';

/** A caller's request. */
export interface PostCommand {
  request: BlogRequest;
  requestId: string;
  /** When the answer must leave, in milliseconds since 1970. */
  deadlineAt: number;
  /** `Prefer: respond-async` */
  respondAsync: boolean;
  idempotencyKey?: IdempotencyKey;
}

/** The settings of `POST /blog`. */
export type PostLimits = Pick<
  FunctionConfig<'post-blog'>,
  | 'maxModelCalls'
  | 'modelAttemptBaseMs'
  | 'modelAttemptPerTokenMs'
  | 'modelReadTimeoutMs'
  | 'modelBackoffMs'
  | 'handoverReserveMs'
>;

export interface RequestPostDependencies extends WritePostDependencies, HandOverDependencies, RecordAccess {
  budget?: TokenBudget | undefined;
  /** Refuses what the models do not accept, before a post is begun. @throws RequestError */
  assertAccepted: (request: BlogRequest) => void;
}

/** How long a waiting request retries S3 to save its post, in milliseconds. */
const saveRetryMs = 4_000;

/**
 * Writes a post within the request's deadline, or has the worker write it and waits for it until then. Under an
 * idempotency key, the first request writes the post, concurrent ones wait for it, and later ones return it. After a
 * failure or a crash, the next request continues.
 *
 * @throws BlogFailure
 * @throws RequestError `idempotency-key-reused`, or `invalid-request` if the models do not accept the request
 */
export async function requestPost(
  command: PostCommand,
  settings: PostLimits,
  dependencies: RequestPostDependencies,
): Promise<PostOutcome> {
  const { request, requestId, deadlineAt, respondAsync } = command;
  const { maxModelCalls, modelAttemptBaseMs, modelAttemptPerTokenMs, modelReadTimeoutMs } = settings;
  const modelDeadlineAt = deadlineAt - settings.handoverReserveMs;
  const limits: WritePostLimits = {
    maxModelCalls,
    callLimitMs: Math.min(
      modelAttemptBaseMs + modelAttemptPerTokenMs * request.maxGenLen,
      modelReadTimeoutMs,
    ),
    backoffMs: settings.modelBackoffMs,
    deadlineAt: modelDeadlineAt,
    saveDeadlineAt: deadlineAt,
    saveRetryMs,
  };
  const { handle, jobId } = await findJob(command, dependencies);
  const who = {
    kind: 'request',
    id: requestId,
    endsAt: deadlineAt,
    respondAsync,
    latestCallAt: modelDeadlineAt - limits.callLimitMs,
    maxModelCalls,
  } as const;
  const outcome = await driveJob(
    handle,
    who,
    {
      begin(job, now) {
        dependencies.assertAccepted(request);
        if (job !== undefined) return startOver(job, now);
        const blogId = handle.blogId ?? makeBlogId(now, request.blogTopic);
        return newJob({ blog_id: blogId, job_id: jobId, request }, now);
      },
      write: (held) => writePost(held, handle, limits, dependencies),
      handOver: (queued) => invokeForJob(queued, handle, dependencies),
    },
    dependencies,
  );
  return toPostOutcome(outcome);
}

/** The job of the idempotency key; without one, a new job in memory. */
async function findJob(
  command: PostCommand,
  dependencies: RequestPostDependencies,
): Promise<{ handle: JobHandle; jobId: string }> {
  const { request, requestId, idempotencyKey: key } = command;
  try {
    dependencies.assertAccepted(request);
  } catch (refusal) {
    // The post of a known key may have been written by other models.
    if (key === undefined || !(await isKeyKnown(key, dependencies))) throw refusal;
  }
  if (key === undefined) return { handle: createJobInMemory(dependencies), jobId: requestId };
  const proposed = await findFreeId(makeBlogId(dependencies.clock.now(), request.blogTopic), dependencies);
  const claimed = await claimKey(key, { blog_id: proposed, job_id: requestId }, dependencies);
  return { handle: jobOfKey(claimed, dependencies), jobId: claimed.job_id };
}
