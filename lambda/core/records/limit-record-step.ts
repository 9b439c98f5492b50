import { type Clock, TimeLimitError, withTimeLimit } from '../clock.ts';
import { BlogFailure } from '../errors.ts';

/** How long one read or write of a record may take, all tries included, in milliseconds. */
const recordLimitMs = 10_000;

/** Bounds one read or write of a record. @throws BlogFailure `store-unavailable` where its time is over */
export async function limitRecordStep<T>(
  clock: Clock,
  deadlineAt: number,
  step: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  try {
    return await withTimeLimit(clock, Math.min(recordLimitMs, deadlineAt - clock.now()), step);
  } catch (error) {
    if (!(error instanceof TimeLimitError)) throw error;
    throw new BlogFailure('store-unavailable', 'S3 did not answer for a record in time', { cause: error });
  }
}
