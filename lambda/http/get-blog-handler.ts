import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { notFound } from '../core/job/get-blog.ts';
import type { PostBlogOutcome } from '../core/job/post-command.ts';
import { isBlogId } from '../core/post/blog-id.ts';
import type { Log } from '../core/report/log.ts';
import { newObservation, type Observation } from '../core/report/observation.ts';
import { type Metrics, report } from '../core/report/report.ts';
import { toBlogResponse, toTextResponse } from './blog-response.ts';
import type { HttpResult } from './http-result.ts';
import { toProblemResponse } from './problem.ts';
import { prefersText } from './request-headers.ts';

export interface GetBlogHandlerOptions {
  bucket: string;
  /** Reads the post or what became of it. @param deadlineAt milliseconds since 1970 */
  getBlog(blogId: string, deadlineAt: number, observation: Observation): Promise<PostBlogOutcome>;
  /** Milliseconds since 1970. */
  now(): number;
  log: Log;
  metrics: Metrics;
}

const pathPrefix = '/blog/';
/** Kept free before Lambda would end the function, in milliseconds. */
const lambdaReserveMs = 1_000;

/** `GET /blog/{blog_id}`, from event to result. It never throws: every error becomes a problem. */
export function createGetBlogHandler(options: GetBlogHandlerOptions) {
  const { bucket, getBlog, now } = options;
  return async (event: APIGatewayProxyEventV2, context: Context): Promise<HttpResult> => {
    const requestId = event.requestContext?.requestId ?? context.awsRequestId;
    const observation = newObservation();
    try {
      const blogId = readBlogId(event);
      const deadlineAt = now() + context.getRemainingTimeInMillis() - lambdaReserveMs;
      const outcome = await getBlog(blogId, deadlineAt, observation);
      const fields = { request_id: requestId, status: outcome.kind === 'completed' ? 200 : 202 };
      const ending = outcome.kind === 'accepted' ? outcome : { ...outcome, written: false, replayed: false };
      report(ending, observation, fields, options);
      if (outcome.kind === 'completed' && prefersText(event.headers)) return toTextResponse(outcome.saved);
      return toBlogResponse(outcome, bucket);
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

/** The id in the path, which the gateway has decoded already. @throws RequestError `not-found` for what is none */
function readBlogId({ rawPath = '' }: APIGatewayProxyEventV2): string {
  const blogId = rawPath.startsWith(pathPrefix) ? rawPath.slice(pathPrefix.length) : '';
  if (!isBlogId(blogId)) throw notFound();
  return blogId;
}
