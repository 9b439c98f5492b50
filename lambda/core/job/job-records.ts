import type { Clock } from '../clock.ts';
import { limitRecordStep } from '../records/limit-record-step.ts';
import { type RecordStore, readRecord, type Versioned, writeRecord } from '../records/records.ts';
import type { Job } from './job.ts';

/** Someone else has moved the job on, or its record is gone. */
export class JobMovedError extends Error {
  override readonly name = 'JobMovedError';
}

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
