import { BlogFailure, failureKinds, RequestError, type RequestFault } from '../../lambda/core/errors.ts';
import { toProblemResponse } from '../../lambda/http/problem.ts';

/** Every fault of a request: TypeScript refuses this list where one is missing. */
export const requestFaults = Object.keys({
  'invalid-request': true,
  'body-too-large': true,
  'unsupported-media-type': true,
  'idempotency-key-reused': true,
  'not-found': true,
} satisfies Record<RequestFault, true>) as RequestFault[];

/** The detail of a problem with a request, which in the service is about that request. */
export const anyDetail = 'A message for the caller.';

/** The service's answer to each of its errors. */
export const problems = [
  ...requestFaults.map((fault) => new RequestError(fault, anyDetail)),
  ...failureKinds.map((kind) => new BlogFailure(kind, 'a message for the log')),
  new Error('something else'),
].map((error) => {
  const { headers, body } = toProblemResponse(error, 'an id', 0);
  const problem = JSON.parse(body ?? '') as { type: string; title: string; status: number; detail: string };
  return { ...problem, retryAfter: headers?.['retry-after'] };
});
