import type { Context } from 'aws-lambda';
import { BlogFailure } from '../core/errors.ts';
import type { JobOutcome } from '../core/job/job-outcome.ts';
import { isBlogId } from '../core/post/blog-id.ts';
import { newObservation, type Observation } from '../core/report/observation.ts';
import type { Log } from '../core/report/report.ts';
import { blogTime, type Ending, type Metrics, report } from '../core/report/report.ts';

export interface WriteBlogHandlerOptions {
  /** Does the job. @throws whatever another try of the event can mend */
  workJob(
    blogId: string,
    about: { awsRequestId: string; endsAt: number },
    observation: Observation,
  ): Promise<JobOutcome>;
  /** What every line of the log says of the service, such as its model. Default: nothing. */
  logFields?: Record<string, unknown>;
  /** Milliseconds since 1970. */
  now(): number;
  log: Log;
  metrics: Metrics;
}

/** An event that this code does not know: Lambda keeps it and tries again, by then with the version that does. */
class UnknownEventError extends Error {
  override readonly name = 'UnknownEventError';
}

/** What Lambda is told, logs and keeps of a run that it is to try again: the kind of its failure and nothing else. */
class UnfinishedJobError extends Error {
  override readonly name = 'UnfinishedJobError';

  constructor(error: unknown) {
    super(`the job could not be done: ${error instanceof BlogFailure ? error.kind : 'internal-error'}`);
  }
}

/**
 * The worker, from event to outcome. Final failures are recorded and end well for Lambda; what is thrown is
 * tried again twice and then kept in the queue of failed jobs.
 */
export function createWriteBlogHandler(options: WriteBlogHandlerOptions) {
  const { workJob, now, log, metrics } = options;
  return async (event: unknown, context: Context): Promise<JobOutcome['kind']> => {
    const { awsRequestId } = context;
    const blogId = readEvent(event);
    const fields = { ...options.logFields, aws_request_id: awsRequestId, blog_time: blogTime(blogId) };
    const observation = newObservation();
    try {
      const endsAt = now() + context.getRemainingTimeInMillis();
      const outcome = await workJob(blogId, { awsRequestId, endsAt }, observation);
      report(toEnding(outcome, observation), observation, fields, { log, metrics });
      return outcome.kind;
    } catch (error) {
      report({ kind: 'failed', error }, observation, { ...fields, tried_again: true }, { log, metrics });
      throw new UnfinishedJobError(error);
    }
  };
}

function toEnding(outcome: JobOutcome, observation: Observation): Ending {
  if (outcome.kind === 'completed')
    return { ...outcome, written: observation.modelCalls > 0, replayed: false };
  return outcome.kind === 'failed' ? { kind: 'failed', error: outcome.failure, promised: true } : outcome;
}

function readEvent(event: unknown): string {
  const { blog_id: blogId, v } = (event ?? {}) as Record<string, unknown>;
  if (v === 1 && typeof blogId === 'string' && isBlogId(blogId)) return blogId;
  const received =
    typeof event === 'object' && event !== null
      ? `an object of ${Object.keys(event).join(', ')}`
      : typeof event;
  throw new UnknownEventError(
    `the event must be {"blog_id": …, "v": 1}; received ${received.slice(0, 200)}, or another version`,
  );
}
