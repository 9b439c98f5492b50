import type { Context } from 'aws-lambda';
import { notFound, type PostOutcome } from '../core/job/job-outcome.ts';
import { newObservation, type Observation } from '../core/report/observation.ts';
import { type Ending, type Log, type Metrics, report } from '../core/report/report.ts';
import { preferredFormat, type ReadFormat } from './accept.ts';
import { pathPrefix, readBlogId } from './blog-path.ts';
import type { HttpResult } from './blog-response.ts';
import { toBlogResponse, toTextResponse } from './blog-response.ts';
import { assertTimeLeft } from './deadline.ts';
import { readHttpEvent, requestIdOf } from './http-event.ts';
import { toProblemResponse } from './problem.ts';

export interface GetBlogHandlerOptions {
  bucket: string;
  /** Reads the post or what became of it. @param deadlineAt milliseconds since 1970 */
  getBlog(blogId: string, deadlineAt: number, observation: Observation): Promise<PostOutcome>;
  /** Milliseconds since 1970. */
  now(): number;
  log: Log;
  metrics: Metrics;
  /** The answer as a page, for a browser. */
  toPage(answer: HttpResult): Promise<HttpResult>;
}

/** Kept free before Lambda would end the function, in milliseconds. */
const lambdaReserveMs = 1_000;

/** `GET /blog/{blog_id}`, from event to result. It never throws: every error becomes a problem. */
export function createGetBlogHandler(options: GetBlogHandlerOptions) {
  return async (event: unknown, context: Context): Promise<HttpResult> => {
    const { answer, format } = await readBlog(event, context, options);
    const result = format === 'html' ? await options.toPage(answer) : answer;
    return { ...result, headers: { ...result.headers, vary: 'accept' } };
  };
}

async function readBlog(
  event: unknown,
  context: Context,
  { bucket, getBlog, now, log, metrics }: GetBlogHandlerOptions,
): Promise<{ answer: HttpResult; format: ReadFormat }> {
  const requestId = requestIdOf(event, context.awsRequestId);
  const observation = newObservation();
  let format: ReadFormat = 'json';
  const finish = (ending: Ending, answer: HttpResult) => {
    report(
      ending,
      observation,
      { request_id: requestId, format, status: answer.statusCode },
      { log, metrics },
    );
    return { answer, format };
  };
  try {
    const request = readHttpEvent(event);
    format = preferredFormat(request.headers.accept);
    if (format === 'html') metrics.count('PostPages', 1);
    const blogId = readBlogId(request);
    if (blogId === undefined) throw notFound();
    const deadlineAt = now() + context.getRemainingTimeInMillis() - lambdaReserveMs;
    assertTimeLeft(deadlineAt, now());
    const outcome = await getBlog(blogId, deadlineAt, observation);
    const prefix = pathPrefix(request);
    if (outcome.kind === 'accepted') return finish(outcome, toBlogResponse(outcome, bucket, prefix));
    const answer =
      format === 'text' ? toTextResponse(outcome.saved, prefix) : toBlogResponse(outcome, bucket, prefix);
    return finish({ ...outcome, written: false, replayed: false }, answer);
  } catch (error) {
    return finish({ kind: 'failed', error }, toProblemResponse(error, requestId, now()));
  }
}
