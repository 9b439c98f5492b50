import { type Clock, sleep } from '../clock.ts';
import type { Versioned } from '../records/records.ts';
import { type Job, jobState } from './job.ts';
import type { JobRecords } from './job-records.ts';

/** Between two looks at a record, in milliseconds: seldom enough for S3, often enough for a person. */
const pollMs = 500;

/** A last look and the answer take about so long, in milliseconds. */
const answerReserveMs = 700;

/**
 * Waits for a job that another works on.
 *
 * @param deadlineAt when the waiting request must have answered, in milliseconds since 1970
 * @returns the job as soon as it is done, failed or lapsed; `undefined` where the time was over first
 */
export async function awaitJob(
  blogId: string,
  { jobs, clock, deadlineAt }: { jobs: JobRecords; clock: Clock; deadlineAt: number },
): Promise<Versioned<Job> | undefined> {
  for (;;) {
    if (clock.now() + pollMs + answerReserveMs > deadlineAt) return undefined;
    await sleep(clock, pollMs);
    // The post is being written, whatever S3 says at one moment.
    const job = await jobs.read(blogId).catch(() => undefined);
    if (job === undefined) continue;
    const state = jobState(job.value, clock.now());
    if (state !== 'queued' && state !== 'held') return job;
  }
}
