import type { Context } from 'aws-lambda';
import { isBlogId } from '../core/blog-id.ts';
import type { Log } from '../core/log.ts';
import { blogTime, logFailure, logSaved } from '../core/outcome-log.ts';
import type { WorkOutcome } from '../core/work-job.ts';

export interface WriteBlogHandlerOptions {
  /** Does the job. @throws whatever another try of the event can mend */
  workJob(blogId: string, about: { awsRequestId: string; endsAt: number }): Promise<WorkOutcome>;
  /** Milliseconds since 1970. */
  now(): number;
  log: Log;
}

/** An event that this code does not know: Lambda keeps it and tries again, by then with the version that does. */
export class UnknownEventError extends Error {
  override readonly name = 'UnknownEventError';
}

/**
 * The worker, from event to outcome. Final failures are recorded and end well for Lambda; what is thrown is
 * tried again twice and then kept in the queue of failed jobs.
 */
export function createWriteBlogHandler({ workJob, now, log }: WriteBlogHandlerOptions) {
  return async (event: unknown, context: Context): Promise<WorkOutcome['kind']> => {
    const { awsRequestId } = context;
    const fields = { aws_request_id: awsRequestId };
    const blogId = readEvent(event);
    const job = { ...fields, blog_time: blogTime(blogId) };
    try {
      const outcome = await workJob(blogId, {
        awsRequestId,
        endsAt: now() + context.getRemainingTimeInMillis(),
      });
      logOutcome(log, outcome, job);
      return outcome.kind;
    } catch (error) {
      log.error('The job could not be done; Lambda tries again', { ...job, error });
      throw error;
    }
  };
}

function readEvent(event: unknown): string {
  const { blog_id: blogId, v } = (event ?? {}) as Record<string, unknown>;
  if (v === 1 && typeof blogId === 'string' && isBlogId(blogId)) return blogId;
  throw new UnknownEventError(
    `the event must be {"blog_id": …, "v": 1}; received ${JSON.stringify(event)?.slice(0, 200)}`,
  );
}

function logOutcome(log: Log, outcome: WorkOutcome, fields: Record<string, unknown>): void {
  if (outcome.kind === 'completed') logSaved(log, outcome.saved, fields);
  else if (outcome.kind === 'failed') logFailure(log, outcome.failure, fields);
  else log.info('Job skipped', { ...fields, reason: outcome.reason });
}
