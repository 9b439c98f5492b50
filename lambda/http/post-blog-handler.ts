import type { Context } from 'aws-lambda';
import type { PostOutcome } from '../core/job/job-outcome.ts';
import type { PostCommand } from '../core/job/request-post.ts';
import { newObservation, type Observation } from '../core/report/observation.ts';
import type { Log } from '../core/report/report.ts';
import { type Ending, type Metrics, report } from '../core/report/report.ts';
import { fingerprintText } from '../core/request/blog-request.ts';
import { pathPrefix } from './blog-path.ts';
import { readBlogRequest } from './blog-request-schema.ts';
import type { HttpResult } from './blog-response.ts';
import { toBlogResponse } from './blog-response.ts';
import { callerOf } from './caller.ts';
import { assertTimeLeft } from './deadline.ts';
import { type HttpEvent, readHttpEvent, requestIdOf } from './http-event.ts';
import { readJsonObject } from './json-body.ts';
import { toProblemResponse } from './problem.ts';
import { prefersAsync, readIdempotencyKey } from './request-headers.ts';

export interface PostBlogHandlerOptions {
  bucket: string;
  /** What every line of the log says of the service, such as its model. Default: nothing. */
  logFields?: Record<string, unknown>;
  /** The whole request's time from its arrival at the gateway, in milliseconds. */
  deadlineMs: number;
  /** Writes and saves the post, or has it written. @throws BlogFailure, RequestError */
  postBlog(command: PostCommand, observation: Observation): Promise<PostOutcome>;
  /** A collision-free hash of a text, safe in an S3 key. */
  hash(text: string): string;
  /** Milliseconds since 1970. */
  now(): number;
  log: Log;
  metrics: Metrics;
}

/** Kept free before Lambda would end the function, in milliseconds, so that the answer still leaves it. */
const lambdaReserveMs = 1_000;

/** `POST /blog`, from event to result. It never throws: every error becomes a problem. */
export function createPostBlogHandler(options: PostBlogHandlerOptions) {
  const { bucket, postBlog, log } = options;
  return async (event: unknown, context: Context): Promise<HttpResult> => {
    const requestId = requestIdOf(event, context.awsRequestId);
    const observation = newObservation();
    try {
      const request = readHttpEvent(event);
      const command = readCommand(request, context, requestId, options);
      log.debug('Topic received', { request_id: requestId, blog_topic: command.request.blogTopic });
      assertTimeLeft(command.deadlineAt, options.now());
      const outcome = await postBlog(command, observation);
      const response = withPreference(toBlogResponse(outcome, bucket, pathPrefix(request)), command);
      const ending = toEnding(outcome, command, observation);
      report(
        ending,
        observation,
        { ...options.logFields, request_id: requestId, status: response.statusCode },
        options,
      );
      return response;
    } catch (error) {
      const response = toProblemResponse(error, requestId, options.now());
      const fields = { ...options.logFields, request_id: requestId, status: response.statusCode };
      report({ kind: 'failed', error }, observation, fields, options);
      return response;
    }
  };
}

function toEnding(outcome: PostOutcome, { idempotencyKey }: PostCommand, observation: Observation): Ending {
  if (outcome.kind === 'accepted') return outcome;
  const mine = observation.handovers > 0 ? 'handed over' : observation.modelCalls > 0 ? 'written' : 'found';
  return {
    ...outcome,
    written: mine === 'written',
    replayed: mine === 'found' && idempotencyKey !== undefined,
  };
}

function readCommand(
  event: HttpEvent,
  context: Context,
  requestId: string,
  options: PostBlogHandlerOptions,
): PostCommand {
  const key = readIdempotencyKey(event.headers);
  const request = readBlogRequest(readJsonObject(event));
  return {
    request,
    requestId,
    deadlineAt: deadlineOf(event, context, options),
    respondAsync: prefersAsync(event.headers),
    ...(key === undefined
      ? {}
      : {
          idempotencyKey: {
            hash: options.hash(JSON.stringify([callerOf(event), key])),
            fingerprint: options.hash(fingerprintText(request)),
          },
        }),
  };
}

function deadlineOf({ arrivedAt }: HttpEvent, context: Context, options: PostBlogHandlerOptions): number {
  // Counted from the gateway's clock, so that a cold start is part of it.
  const now = options.now();
  const lambdaEndsAt = now + context.getRemainingTimeInMillis();
  return Math.min((arrivedAt ?? now) + options.deadlineMs, lambdaEndsAt - lambdaReserveMs);
}

/** Says that the preference was honoured (RFC 7240), where it made a difference. */
function withPreference(result: HttpResult, { respondAsync }: PostCommand): HttpResult {
  if (!respondAsync || result.statusCode !== 202) return result;
  return { ...result, headers: { ...result.headers, 'preference-applied': 'respond-async' } };
}
