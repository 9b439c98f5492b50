import type { Context } from 'aws-lambda';
import { notFound, type PostOutcome } from '../core/job/job-outcome.ts';
import { Observation } from '../core/report/observation.ts';
import { type Ending, type HandlerDependencies, report } from '../core/report/report.ts';
import { preferredFormat, type ReadFormat } from './accept.ts';
import { pathPrefix, readBlogId } from './blog-path.ts';
import { type HttpResult, toBlogResponse, toTextResponse } from './blog-response.ts';
import { deadlineOf } from './deadline.ts';
import { readHttpEvent, requestIdOf } from './http-event.ts';
import { toProblemResponse } from './problem.ts';

export interface GetBlogHandlerOptions extends HandlerDependencies {
  bucket: string;
  /** Reads the post or what became of it. @param deadlineAt milliseconds since 1970 */
  getBlog(blogId: string, deadlineAt: number, observation: Observation): Promise<PostOutcome>;
  /** The answer as a page, for a browser. */
  toPage(answer: HttpResult): Promise<HttpResult>;
}

/** `GET /blog/{blog_id}`, from event to result. It never throws: every error becomes a problem. */
export function createGetBlogHandler(options: GetBlogHandlerOptions) {
  const { bucket, getBlog, now, metrics } = options;
  return async (event: unknown, context: Context): Promise<HttpResult> => {
    const requestId = requestIdOf(event, context.awsRequestId);
    const observation = new Observation();
    let format: ReadFormat = 'json';
    let ending: Ending;
    let answer: HttpResult;
    try {
      const request = readHttpEvent(event);
      format = preferredFormat(request.headers.accept);
      if (format === 'html') metrics.count('PostPages', 1);
      const blogId = readBlogId(request);
      if (blogId === undefined) throw notFound();
      const outcome = await getBlog(blogId, deadlineOf(context, now()), observation);
      ending = outcome;
      answer =
        format === 'text' && outcome.kind === 'completed'
          ? toTextResponse(outcome.saved, pathPrefix(request))
          : toBlogResponse(outcome, bucket, pathPrefix(request));
    } catch (error) {
      ending = { kind: 'failed', failure: error };
      answer = toProblemResponse(error, requestId, now());
    }
    report(ending, observation, { request_id: requestId, format, status: answer.statusCode }, options);
    const result = format === 'html' ? await options.toPage(answer) : answer;
    return { ...result, headers: { ...result.headers, vary: 'accept' } };
  };
}
