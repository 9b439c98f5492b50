import type { Context } from 'aws-lambda';
import { notFound, type PostOutcome } from '../core/job/job-outcome.ts';
import { newObservation, type Observation } from '../core/report/observation.ts';
import type { Log } from '../core/report/report.ts';
import { type Metrics, report } from '../core/report/report.ts';
import { pathPrefix, readBlogId } from './blog-path.ts';
import type { HttpResult } from './blog-response.ts';
import { toBlogResponse, toTextResponse } from './blog-response.ts';
import { assertTimeLeft } from './deadline.ts';
import { readHttpEvent, requestIdOf } from './http-event.ts';
import { toProblemResponse } from './problem.ts';
import { prefersText } from './request-headers.ts';

export interface GetBlogHandlerOptions {
  bucket: string;
  /** Reads the post or what became of it. @param deadlineAt milliseconds since 1970 */
  getBlog(blogId: string, deadlineAt: number, observation: Observation): Promise<PostOutcome>;
  /** Milliseconds since 1970. */
  now(): number;
  log: Log;
  metrics: Metrics;
}

/** Kept free before Lambda would end the function, in milliseconds. */
const lambdaReserveMs = 1_000;

/** `GET /blog/{blog_id}`, from event to result. It never throws: every error becomes a problem. */
export function createGetBlogHandler(options: GetBlogHandlerOptions) {
  const { bucket, getBlog, now } = options;
  return async (event: unknown, context: Context): Promise<HttpResult> => {
    const requestId = requestIdOf(event, context.awsRequestId);
    const observation = newObservation();
    try {
      const request = readHttpEvent(event);
      const blogId = readBlogId(request);
      if (blogId === undefined) throw notFound();
      const deadlineAt = now() + context.getRemainingTimeInMillis() - lambdaReserveMs;
      assertTimeLeft(deadlineAt, now());
      const outcome = await getBlog(blogId, deadlineAt, observation);
      const fields = { request_id: requestId, status: outcome.kind === 'completed' ? 200 : 202 };
      const ending = outcome.kind === 'accepted' ? outcome : { ...outcome, written: false, replayed: false };
      report(ending, observation, fields, options);
      const prefix = pathPrefix(request);
      if (outcome.kind === 'completed' && prefersText(request.headers)) {
        return toTextResponse(outcome.saved, prefix);
      }
      return toBlogResponse(outcome, bucket, prefix);
    } catch (error) {
      const response = toProblemResponse(error, requestId, now());
      report(
        { kind: 'failed', error },
        observation,
        { request_id: requestId, status: response.statusCode },
        options,
      );
      return response;
    }
  };
}
