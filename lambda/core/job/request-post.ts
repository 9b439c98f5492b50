import { makeBlogId } from '../post/blog-id.ts';
import type { RecordAccess } from '../records/open-record.ts';
import type { BlogRequest } from '../request/blog-request.ts';
import { driveJob, type JobActions } from './drive-job.ts';
import { type HandOverDependencies, invokeForJob } from './hand-over.ts';
import { claimKey, type IdempotencyKey, isKeyKnown, jobOfKey } from './idempotency-key.ts';
import { newJob, startOver } from './job.ts';
import { createJobInMemory, findFreeId, type JobHandle } from './job-handle.ts';
import { type PostOutcome, toPostOutcome } from './job-outcome.ts';
import { type WritePostDependencies, writePost } from './write-post.ts';

/** What a caller asks for and how. */
export interface PostCommand {
  request: BlogRequest;
  requestId: string;
  /** When the answer must leave, in milliseconds since 1970. */
  deadlineAt: number;
  /** `Prefer: respond-async` */
  respondAsync: boolean;
  idempotencyKey?: IdempotencyKey;
}

/** The settings of `POST /blog`. Times in milliseconds. */
export interface PostLimits {
  maxModelCalls: number;
  /** A call may take `modelAttemptBaseMs + modelAttemptPerTokenMs × max_gen_len`. */
  modelAttemptBaseMs: number;
  modelAttemptPerTokenMs: number;
  /** The upper bound of that. */
  modelReadTimeoutMs: number;
  /** The wait before the second call after a throttled one. */
  modelBackoffMs: number;
  /** Kept free at the end of the request: to save the post, or to hand it over. */
  handoverReserveMs: number;
}

export interface RequestPostDependencies extends WritePostDependencies, HandOverDependencies, RecordAccess {
  /** Refuses what the models do not accept, before a post of it is begun. Default: they accept everything. @throws RequestError */
  assertAccepted?: (request: BlogRequest) => void;
}

/** How long a waiting request asks S3 again to save its post, in milliseconds. */
const saveRetryMs = 4_000;

/**
 * Writes a post within the request's deadline, or has the worker write it and waits for it until then. Under an
 * idempotency key the first request to come writes the post, those that come meanwhile wait for it, those that come
 * later get it, and after a failure or a crash the next one goes on.
 *
 * @throws BlogFailure
 * @throws RequestError `idempotency-key-reused`, or `invalid-request` where the models do not accept it
 */
export async function requestPost(
  command: PostCommand,
  limits: PostLimits,
  dependencies: RequestPostDependencies,
): Promise<PostOutcome> {
  const { request, requestId, deadlineAt, respondAsync } = command;
  const { maxModelCalls } = limits;
  const callLimitMs = Math.min(
    limits.modelAttemptBaseMs + limits.modelAttemptPerTokenMs * request.maxGenLen,
    limits.modelReadTimeoutMs,
  );
  const modelDeadlineAt = deadlineAt - limits.handoverReserveMs;
  const { handle, jobId } = await findJob(command, dependencies);
  const actions: JobActions = {
    begin(job, now) {
      dependencies.assertAccepted?.(request);
      const blogId = handle.blogId ?? makeBlogId(now, request.blogTopic);
      return job === undefined
        ? newJob({ blog_id: blogId, job_id: jobId, request }, now)
        : startOver(job, now);
    },
    write: (held) =>
      writePost(
        held,
        handle,
        {
          maxModelCalls,
          callLimitMs,
          backoffMs: limits.modelBackoffMs,
          modelDeadlineAt,
          deadlineAt,
          saveRetryMs,
        },
        dependencies,
      ),
    handOver: (queued) => invokeForJob(queued, handle, dependencies),
    onRecordLost: dependencies.onRecordLost,
  };
  const who = {
    kind: 'request',
    id: requestId,
    endsAt: deadlineAt,
    respondAsync,
    latestCallAt: modelDeadlineAt - callLimitMs,
    maxModelCalls,
    joined: false,
  } as const;
  return toPostOutcome(await driveJob(handle, who, actions, dependencies));
}

/** The job behind the key; without one, a job of the request's own. */
async function findJob(
  command: PostCommand,
  dependencies: RequestPostDependencies,
): Promise<{ handle: JobHandle; jobId: string }> {
  const { request, requestId, idempotencyKey: key } = command;
  try {
    dependencies.assertAccepted?.(request);
  } catch (refusal) {
    // Under a known key the models may have been others, and the post be there.
    if (key === undefined || !(await isKeyKnown(key, dependencies))) throw refusal;
  }
  if (key === undefined) return { handle: createJobInMemory(dependencies), jobId: requestId };
  const proposed = await findFreeId(makeBlogId(dependencies.clock.now(), request.blogTopic), dependencies);
  const claimed = await claimKey(key, { blog_id: proposed, job_id: requestId }, dependencies);
  return { handle: jobOfKey(claimed, dependencies), jobId: claimed.job_id };
}
