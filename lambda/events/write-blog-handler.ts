import type { Context } from 'aws-lambda';
import { BlogFailure } from '../core/errors.ts';
import type { JobOutcome } from '../core/job/job-outcome.ts';
import { isBlogId } from '../core/post/blog-id.ts';
import { Observation } from '../core/report/observation.ts';
import { blogTime, type HandlerDependencies, report } from '../core/report/report.ts';

export interface WriteBlogHandlerOptions extends HandlerDependencies {
  /** Does the job. @throws what a retry of the event may fix */
  workJob(
    blogId: string,
    about: { awsRequestId: string; endsAt: number },
    observation: Observation,
  ): Promise<JobOutcome>;
  /** Fields of every log line, such as the model. Default: none. */
  logFields?: Record<string, unknown>;
}

/** An event of another version: Lambda retries it, by then perhaps with a function that knows it. */
class UnknownEventError extends Error {
  override readonly name = 'UnknownEventError';
}

/** Makes Lambda retry a run. Lambda logs and keeps this error, so it holds the kind of the failure and nothing else. */
class UnfinishedJobError extends Error {
  override readonly name = 'UnfinishedJobError';

  constructor(error: unknown) {
    super(`the job could not be done: ${error instanceof BlogFailure ? error.kind : 'internal-error'}`);
  }
}

/**
 * The worker, from event to outcome. A final failure is recorded, and the invocation succeeds. Lambda retries what is
 * thrown twice, then keeps the event in the queue of failed jobs.
 */
export function createWriteBlogHandler(options: WriteBlogHandlerOptions) {
  const { workJob, now, logFields } = options;
  return async (event: unknown, context: Context): Promise<JobOutcome['kind']> => {
    const { awsRequestId } = context;
    const blogId = readEvent(event);
    const fields = { ...logFields, aws_request_id: awsRequestId, blog_time: blogTime(blogId) };
    const observation = new Observation();
    try {
      const endsAt = now() + context.getRemainingTimeInMillis();
      const outcome = await workJob(blogId, { awsRequestId, endsAt }, observation);
      report({ ...outcome, promised: true }, observation, fields, options);
      return outcome.kind;
    } catch (error) {
      report({ kind: 'failed', failure: error }, observation, { ...fields, tried_again: true }, options);
      throw new UnfinishedJobError(error);
    }
  };
}

function readEvent(event: unknown): string {
  const { blog_id: blogId, v } = (event ?? {}) as Record<string, unknown>;
  if (v === 1 && typeof blogId === 'string' && isBlogId(blogId)) return blogId;
  const names = typeof event === 'object' && event !== null ? Object.keys(event).join(', ') : undefined;
  const received = names === undefined ? (event === null ? 'null' : typeof event) : `an object of ${names}`;
  throw new UnknownEventError(
    `the event must be {"blog_id": …, "v": 1}; received ${received.slice(0, 200)}, or another version`,
  );
}
