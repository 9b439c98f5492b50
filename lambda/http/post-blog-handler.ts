import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { BlogRequest } from '../core/blog-request.ts';
import { BlogFailure, RequestError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { SavedBlog } from '../core/post-blog.ts';
import { readBlogRequest } from './blog-request-schema.ts';
import { toBlogResponse } from './blog-response.ts';
import { readJsonObject } from './json-body.ts';
import { toProblemResponse } from './problem.ts';

/** Always with a status code: API Gateway makes a 200 of a result without one. */
export type HttpResult = APIGatewayProxyStructuredResultV2 & { statusCode: number };

export interface PostBlogHandlerOptions {
  bucket: string;
  /** The whole request's time from its arrival at the gateway, in milliseconds. */
  deadlineMs: number;
  /** Writes and saves the post. @throws BlogFailure */
  postBlog(request: BlogRequest, about: { requestId: string; deadlineAt: number }): Promise<SavedBlog>;
  /** Milliseconds since 1970. */
  now(): number;
  log: Log;
}

/** Kept free before Lambda would end the function, in milliseconds, so that the answer still leaves it. */
const lambdaReserveMs = 1_000;

/** `POST /blog`, from event to result. It never throws: every error becomes a problem. */
export function createPostBlogHandler(options: PostBlogHandlerOptions) {
  const { bucket, postBlog, log } = options;
  return async (event: APIGatewayProxyEventV2, context: Context): Promise<HttpResult> => {
    const requestId = event.requestContext?.requestId ?? context.awsRequestId;
    try {
      const request = readBlogRequest(readJsonObject(event));
      log.debug('Topic received', { request_id: requestId, blog_topic: request.blogTopic });
      const saved = await postBlog(request, { requestId, deadlineAt: deadlineOf(event, context, options) });
      const { blogId, blog } = saved;
      log.info('Post saved', {
        request_id: requestId,
        blog_time: blogId.slice(0, blogId.indexOf('_')),
        model_id: blog.modelId,
        model_calls: blog.modelCalls,
        stop_reason: blog.stopReason,
        truncated: blog.truncated,
        leaked_token: blog.leakedToken,
        prompt_token_count: blog.promptTokenCount,
        generation_token_count: blog.generationTokenCount,
      });
      return toBlogResponse(saved, bucket);
    } catch (error) {
      const response = toProblemResponse(error, requestId);
      logFailure(log, error, { request_id: requestId, status: response.statusCode });
      return response;
    }
  };
}

function deadlineOf(
  event: APIGatewayProxyEventV2,
  context: Context,
  options: PostBlogHandlerOptions,
): number {
  // Counted from the gateway's clock, so that a cold start is part of it.
  const arrivedAt = event.requestContext?.timeEpoch ?? options.now();
  const lambdaEndsAt = options.now() + context.getRemainingTimeInMillis();
  return Math.min(arrivedAt + options.deadlineMs, lambdaEndsAt - lambdaReserveMs);
}

function logFailure(log: Log, error: unknown, fields: Record<string, unknown>): void {
  if (error instanceof RequestError) {
    // The message quotes what the caller sent: not for the log.
    log.info('Request refused', {
      ...fields,
      fault: error.fault,
      fields: error.errors.map(({ field }) => field),
    });
  } else if (error instanceof BlogFailure) {
    log.error(error.message, { ...fields, kind: error.kind, hint: error.hint, error: error.cause });
  } else {
    log.error('Unexpected error', { ...fields, kind: 'internal-error', error });
  }
}
