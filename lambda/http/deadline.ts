import type { Context } from 'aws-lambda';
import { BlogFailure } from '../core/errors.ts';

/** Kept free before Lambda ends the function, in milliseconds, so that the answer still leaves it. */
const lambdaReserveMs = 1_000;

/** With less time than this, in milliseconds, not even S3 would answer. */
const shortestRequestMs = 200;

/** When a function must answer, before Lambda ends it. Milliseconds since 1970, as `now`. */
export function functionDeadline(context: Context, now: number): number {
  return now + context.getRemainingTimeInMillis() - lambdaReserveMs;
}

/**
 * Refuses a request whose deadline has passed: its caller has gone, but the post would be paid for.
 *
 * @param deadlineAt milliseconds since 1970, as `now`
 * @throws BlogFailure `deadline-exceeded`
 */
export function assertTimeLeft(deadlineAt: number, now: number): void {
  const leftMs = deadlineAt - now;
  if (leftMs >= shortestRequestMs) return;
  throw new BlogFailure('deadline-exceeded', `${leftMs} ms were left when the request came to the function`, {
    hint: 'The event is an old one (its requestContext.timeEpoch), or the function started too slowly.',
  });
}
