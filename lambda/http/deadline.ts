import { BlogFailure } from '../core/errors.ts';

/** With less time than this, in milliseconds, not even S3 would answer. */
const shortestRequestMs = 200;

/**
 * Ends a request that is over before anything of it is begun: nobody waits for its answer, and whatever it asked for
 * would be paid for.
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
