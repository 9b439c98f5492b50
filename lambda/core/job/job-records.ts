import { type Clock, TimeLimitError, withTimeLimit } from '../clock.ts';
import { BlogFailure } from '../errors.ts';
import type { Job } from './job.ts';
import { type RecordStore, readRecord, type Versioned, writeRecord } from './records.ts';

/** Someone else has moved the job on, or its record is gone. */
export class JobMovedError extends Error {
  override readonly name = 'JobMovedError';
}

/** How long one read or write of a record may take, all tries included, in milliseconds. */
const recordLimitMs = 10_000;

/** The jobs, by blog id. Each change holds only if nobody made another in between. */
export interface JobRecords {
  read(blogId: string): Promise<Versioned<Job> | undefined>;
  /** @returns `undefined` where there is one of this id already */
  create(job: Omit<Job, 'nonce'>): Promise<Versioned<Job> | undefined>;
  /** @throws JobMovedError */
  move(job: Versioned<Job>, change: Omit<Job, 'nonce'>): Promise<Versioned<Job>>;
}

export interface JobRecordsOptions {
  store: RecordStore;
  clock: Clock;
  /** A text that is different each time. */
  newNonce: () => string;
  /** When whoever asks must have answered, in milliseconds since 1970. */
  deadlineAt: number;
}

/** The jobs as one request or one run of the worker uses them. */
export function createJobRecords({ store, clock, newNonce, deadlineAt }: JobRecordsOptions): JobRecords {
  const nameOf = (blogId: string): string => `jobs/${blogId}`;
  const limited = <T>(step: (signal: AbortSignal) => Promise<T>): Promise<T> =>
    limitRecordStep(clock, deadlineAt, step);
  const write = (change: Omit<Job, 'nonce'>, previous: Versioned<Job> | undefined) =>
    limited((signal) =>
      writeRecord<Job>(store, nameOf(change.blog_id), change, previous, newNonce(), signal),
    );
  return {
    read: (blogId) => limited((signal) => readRecord<Job>(store, nameOf(blogId), signal)),
    create: async (job) => (await write(job, undefined)).written,
    async move(job, change) {
      const result = await write(change, job);
      if (result.written !== undefined) return result.written;
      throw new JobMovedError('the job was moved on by another');
    },
  };
}

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
