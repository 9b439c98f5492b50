import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { isBlogId } from '../core/blog-id.ts';
import { notFound } from '../core/get-blog.ts';
import type { Log } from '../core/log.ts';
import { blogTime, logFailure } from '../core/outcome-log.ts';
import type { PostBlogOutcome } from '../core/post-command.ts';
import { toBlogResponse, toTextResponse } from './blog-response.ts';
import type { HttpResult } from './http-result.ts';
import { toProblemResponse } from './problem.ts';
import { prefersText } from './request-headers.ts';

export interface GetBlogHandlerOptions {
  bucket: string;
  /** Reads the post or what became of it. @param deadlineAt milliseconds since 1970 */
  getBlog(blogId: string, deadlineAt: number): Promise<PostBlogOutcome>;
  /** Milliseconds since 1970. */
  now(): number;
  log: Log;
}

const pathPrefix = '/blog/';
/** Kept free before Lambda would end the function, in milliseconds. */
const lambdaReserveMs = 1_000;

/** `GET /blog/{blog_id}`, from event to result. It never throws: every error becomes a problem. */
export function createGetBlogHandler({ bucket, getBlog, now, log }: GetBlogHandlerOptions) {
  return async (event: APIGatewayProxyEventV2, context: Context): Promise<HttpResult> => {
    const requestId = event.requestContext?.requestId ?? context.awsRequestId;
    try {
      const blogId = readBlogId(event);
      const outcome = await getBlog(blogId, now() + context.getRemainingTimeInMillis() - lambdaReserveMs);
      log.info('Post read', { request_id: requestId, blog_time: blogTime(blogId), outcome: outcome.kind });
      if (outcome.kind === 'completed' && prefersText(event.headers)) return toTextResponse(outcome.saved);
      return toBlogResponse(outcome, bucket);
    } catch (error) {
      const response = toProblemResponse(error, requestId);
      logFailure(log, error, { request_id: requestId, status: response.statusCode });
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
