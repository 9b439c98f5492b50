import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { WorkerEvent } from '../../../lambda/core/job/hand-over.ts';
import { completeJob, type Job, queueJob, retryJob } from '../../../lambda/core/job/job.ts';
import { JobMovedError, type JobRecords } from '../../../lambda/core/job/job-records.ts';
import type { Versioned } from '../../../lambda/core/records/records.ts';
import type { JobStanding } from './job-standing.ts';

export interface RunAgainDependencies {
  readonly jobs: Pick<JobRecords, 'move'>;
  /** Hands the job over to the worker; resolves once Lambda has accepted the event. */
  readonly invokeWorker: (event: WorkerEvent) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** How it ended: the job runs, it needed no run, or it stays as it was. */
export type RunAgainResult = 'started' | 'done' | 'moved' | 'held' | 'gone' | 'unreadable';

/**
 * Runs a job again: its record becomes a fresh queued one, with all its model calls, if nobody changes it
 * meanwhile, and the worker is invoked for it. Where the worker does not accept it, the record is put back.
 *
 * @throws what the AWS clients throw
 */
export async function runAgain(
  blogId: string,
  standing: JobStanding,
  { jobs, invokeWorker, now }: RunAgainDependencies,
): Promise<RunAgainResult> {
  if (standing.kind === 'done') {
    if (standing.job !== undefined) await move(jobs, standing.job, completeJob(standing.job.value));
    return 'done';
  }
  if (standing.kind !== 'idle') return standing.kind;
  const at = now();
  const queued = await move(jobs, standing.job, queueJob(retryJob(standing.job.value, at), at));
  if (queued === undefined) return 'moved';
  try {
    await invokeWorker({ blog_id: blogId, v: 1 });
  } catch (error) {
    // Where the record has moved on the worker has it, although the answer was lost.
    if ((await move(jobs, queued, standing.job.value)) === undefined) return 'started';
    throw error;
  }
  return 'started';
}

/** Invokes the worker as `POST /blog` does. */
export function createWorkerInvoker(
  client: LambdaClient,
  functionName: string,
): RunAgainDependencies['invokeWorker'] {
  return async (event) => {
    const Payload = Buffer.from(JSON.stringify(event));
    await client.send(new InvokeCommand({ FunctionName: functionName, InvocationType: 'Event', Payload }));
  };
}

/** @returns undefined where somebody else has changed the record */
async function move(
  jobs: Pick<JobRecords, 'move'>,
  job: Versioned<Job>,
  change: Omit<Job, 'nonce'>,
): Promise<Versioned<Job> | undefined> {
  try {
    return await jobs.move(job, change);
  } catch (error) {
    if (!(error instanceof JobMovedError)) throw error;
    return undefined;
  }
}
