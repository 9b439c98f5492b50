import { type Deadline, TimeLimitError, withTimeLimit } from '../clock.ts';
import { BlogFailure } from '../errors.ts';

/** How long one step may take, with its retries, in milliseconds. */
const stepLimitMs = 10_000;

/** Bounds one read or write. @throws BlogFailure `store-unavailable` if S3 does not answer in time */
export async function limitS3Step<T>(
  { clock, deadlineAt }: Deadline,
  step: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  try {
    return await withTimeLimit(clock, Math.min(stepLimitMs, deadlineAt - clock.now()), step);
  } catch (error) {
    if (!(error instanceof TimeLimitError)) throw error;
    throw new BlogFailure('store-unavailable', 'S3 did not answer in time', { cause: error });
  }
}
