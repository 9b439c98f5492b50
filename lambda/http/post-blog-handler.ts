import type { Context } from 'aws-lambda';
import type { PostOutcome } from '../core/job/job-outcome.ts';
import type { PostCommand } from '../core/job/request-post.ts';
import { Observation } from '../core/report/observation.ts';
import { type Ending, type HandlerDependencies, report } from '../core/report/report.ts';
import { fingerprintText } from '../core/request/blog-request.ts';
import { pathPrefix } from './blog-path.ts';
import { type HttpResult, toBlogResponse } from './blog-response.ts';
import { callerOf } from './caller.ts';
import { deadlineOf } from './deadline.ts';
import { type HttpEvent, readHttpEvent, requestIdOf } from './http-event.ts';
import { readJsonObject } from './json-body.ts';
import { toProblemResponse } from './problem.ts';
import { readBlogRequest } from './read-blog-request.ts';
import { prefersAsync, readIdempotencyKey } from './request-headers.ts';

export interface PostBlogHandlerOptions extends HandlerDependencies {
  bucket: string;
  /** Fields of every log line, such as the model. Default: none. */
  logFields?: Record<string, unknown>;
  /** The whole request's time from its arrival at the gateway, in milliseconds. */
  deadlineMs: number;
  /** Writes and saves the post, or has it written. @throws BlogFailure, RequestError */
  postBlog(command: PostCommand, observation: Observation): Promise<PostOutcome>;
  /** A collision-free hash of a text, safe in an S3 key. */
  hash(text: string): string;
}

/** `POST /blog`, from event to result. It never throws: every error becomes a problem. */
export function createPostBlogHandler(options: PostBlogHandlerOptions) {
  const { bucket, postBlog, now, log, logFields } = options;
  return async (event: unknown, context: Context): Promise<HttpResult> => {
    const requestId = requestIdOf(event, context.awsRequestId);
    const observation = new Observation();
    let ending: Ending;
    let response: HttpResult;
    try {
      const request = readHttpEvent(event);
      const command = readCommand(request, context, requestId, options);
      log.debug('Topic received', { request_id: requestId, blog_topic: command.request.blogTopic });
      const outcome = await postBlog(command, observation);
      response = withPreference(toBlogResponse(outcome, bucket, pathPrefix(request)), command);
      ending = { ...outcome, keyed: command.idempotencyKey !== undefined };
    } catch (error) {
      response = toProblemResponse(error, requestId, now());
      ending = { kind: 'failed', failure: error };
    }
    const fields = { ...logFields, request_id: requestId, status: response.statusCode };
    report(ending, observation, fields, options);
    return response;
  };
}

function readCommand(
  event: HttpEvent,
  context: Context,
  requestId: string,
  options: PostBlogHandlerOptions,
): PostCommand {
  const now = options.now();
  // By the gateway's clock, so that a cold start is part of the deadline.
  const { arrivedAt = now } = event;
  const key = readIdempotencyKey(event.headers);
  const request = readBlogRequest(readJsonObject(event));
  return {
    request,
    requestId,
    deadlineAt: deadlineOf(context, now, arrivedAt + options.deadlineMs),
    respondAsync: prefersAsync(event.headers),
    ...(key !== undefined && {
      idempotencyKey: {
        hash: options.hash(JSON.stringify([callerOf(event), key])),
        fingerprint: options.hash(fingerprintText(request)),
      },
    }),
  };
}

/** Confirms a preference that made a difference (RFC 7240, Preference-Applied). */
function withPreference(result: HttpResult, { respondAsync }: PostCommand): HttpResult {
  if (!respondAsync || result.statusCode !== 202) return result;
  return { ...result, headers: { ...result.headers, 'preference-applied': 'respond-async' } };
}
