import type { Context } from 'aws-lambda';
import { BlogFailure } from '../core/errors.ts';

/** Kept free before Lambda ends the function, in milliseconds, so that the answer still leaves it. */
const lambdaReserveMs = 1_000;

/** With less time than this, in milliseconds, not even S3 would answer. */
const shortestRequestMs = 200;

/**
 * When a request must be answered. If that has passed, its caller has gone, but the post would be paid for.
 *
 * @param now milliseconds since 1970, as the result
 * @param ownDeadlineAt the request's own deadline. Default: none, it may take until Lambda ends the function
 * @throws BlogFailure `deadline-exceeded`
 */
export function deadlineOf(context: Context, now: number, ownDeadlineAt = Number.POSITIVE_INFINITY): number {
  const leftMs = Math.min(ownDeadlineAt - now, context.getRemainingTimeInMillis() - lambdaReserveMs);
  if (leftMs >= shortestRequestMs) return now + leftMs;
  throw new BlogFailure('deadline-exceeded', `${leftMs} ms were left when the request came to the function`, {
    hint: 'The event is an old one (its requestContext.timeEpoch), or the function started too slowly.',
  });
}
