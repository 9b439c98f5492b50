import { BlogFailure, type FailureKind, RequestError, type RequestFault } from '../core/errors.ts';
import type { HttpResult } from './blog-response.ts';

type ProblemKind = RequestFault | FailureKind | 'internal-error';

interface ProblemType {
  status: number;
  title: string;
  /** What the caller reads. Default: the error's own message. */
  detail?: string;
  /** After how many seconds the caller may retry. */
  retryAfterSeconds?: number;
}

/** The one place that maps errors to statuses. Details of a 5xx do not reveal what is behind the service. */
const problemTypes: Record<ProblemKind, ProblemType> = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  'body-too-large': { status: 413, title: 'The request body is too large' },
  'unsupported-media-type': { status: 415, title: 'The format of the body is not supported' },
  'idempotency-key-reused': { status: 422, title: 'The Idempotency-Key was used for another request' },
  'not-found': { status: 404, title: 'There is no such post' },
  'model-throttled': {
    status: 429,
    title: 'The model is busy',
    detail: 'The model is receiving too many requests. Try again later.',
    retryAfterSeconds: 30,
  },
  'model-quota-exceeded': {
    status: 429,
    title: "The model's quota is used up",
    detail: "The model's quota is used up for now. Try again later.",
    retryAfterSeconds: 60,
  },
  'model-not-ready': {
    status: 503,
    title: 'The model is not ready',
    detail: 'The model is not ready to answer yet. Try again later.',
    retryAfterSeconds: 30,
  },
  'model-unavailable': {
    status: 503,
    title: 'The model is unavailable',
    detail: 'The model could not be reached or did not answer. Try again later.',
    retryAfterSeconds: 30,
  },
  'model-failed': {
    status: 502,
    title: 'The model failed',
    detail: 'The model failed to write the post. Try again.',
  },
  'empty-generation': {
    status: 502,
    title: 'The model wrote nothing',
    detail: 'The model answered without any text. Try again, or rephrase the topic.',
  },
  'guardrail-intervened': {
    status: 422,
    title: 'The post was refused',
    detail:
      "The model, or the operator's guardrail, refused the topic or the text written on it. Choose another topic.",
  },
  'budget-exhausted': {
    status: 429,
    title: "The day's budget is used up",
    detail: 'The token budget of this day is used up. It resets at midnight UTC.',
  },
  'budget-contended': {
    status: 503,
    title: 'Too many requests at once',
    detail: 'Too many requests arrived at once to count their tokens. Try again in a moment.',
    retryAfterSeconds: 2,
  },
  'deadline-exceeded': {
    status: 504,
    title: 'The post was not ready in time',
    detail:
      'The post was not finished before the deadline. Request a shorter one (word_count, max_gen_len), or try again.',
  },
  'service-misconfigured': {
    status: 500,
    title: 'The service is not set up correctly',
    detail:
      'The service is not set up correctly; its operator can find the cause in the log by this request_id.',
  },
  'store-unavailable': {
    status: 500,
    title: 'The post could not be read or saved',
    detail: 'Storage failed. If the text was already written, it is in generated_blog. Try again.',
  },
  'worker-unavailable': {
    status: 503,
    title: 'The post could not be started',
    detail:
      'The post takes longer than a request may, and could not be handed over to the worker. Try again later.',
    retryAfterSeconds: 30,
  },
  'internal-error': {
    status: 500,
    title: 'The service failed',
    detail: 'The service failed unexpectedly; its operator can find the cause in the log by this request_id.',
  },
};

/** An RFC 9457 problem for whatever was thrown. @param now milliseconds since 1970 */
export function toProblemResponse(error: unknown, requestId: string, now: number): HttpResult {
  const kind = kindOf(error);
  const { status, title, detail, ...type } = problemTypes[kind];
  const retryAfterSeconds = kind === 'budget-exhausted' ? secondsUntilNextDay(now) : type.retryAfterSeconds;
  const body = {
    // A URN: an identifier, without a page to look up.
    type: `urn:blog-writer:problem:${kind}`,
    title,
    status,
    detail: detail ?? (error as RequestError).message,
    request_id: requestId,
    ...(error instanceof RequestError && error.errors.length > 0 && { errors: error.errors }),
    ...(error instanceof BlogFailure && { generated_blog: error.generatedBlog }),
  };
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/problem+json',
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    },
    body: JSON.stringify(body),
  };
}

function kindOf(error: unknown): ProblemKind {
  if (error instanceof RequestError) return error.fault;
  return error instanceof BlogFailure ? error.kind : 'internal-error';
}

/** Until midnight UTC. */
function secondsUntilNextDay(now: number): number {
  const dayMs = 24 * 60 * 60_000;
  return Math.ceil((dayMs - (now % dayMs)) / 1_000);
}
