import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { openBucket } from '../../../lambda/adapters/s3-bucket.ts';
import { newNonce, systemClock } from '../../../lambda/adapters/system.ts';
import { createWorkerInvoker } from '../../../lambda/adapters/worker-invoker.ts';
import type { InvokeWorker } from '../../../lambda/core/job/hand-over.ts';
import type { RedriveAction } from './action.ts';
import { findDeployedStack } from './deployed-stack.ts';
import { count, describeJob, describeMissing, describeOther, describeResult } from './describe.ts';
import { explained } from './explained.ts';
import {
  createFailedJobsQueue,
  type FailedEvent,
  type FailedJob,
  groupByJob,
  readFailedEvent,
} from './failed-jobs.ts';
import { readStanding, runAgain, type StackStore } from './operate-job.ts';

export interface RedriveOptions {
  readonly stackName: string;
  readonly region: string;
  readonly action: RedriveAction;
  /** Called with each text of the output. */
  readonly print: (text: string) => void;
}

interface Redrive extends RedriveOptions {
  readonly jobs: readonly FailedJob[];
  /** Messages without a job. */
  readonly others: readonly FailedEvent[];
  readonly store: StackStore;
  readonly invokeWorker: InvokeWorker;
  /** Deletes messages from the queue. */
  readonly drop: (events: readonly FailedEvent[]) => Promise<void>;
}

/**
 * Shows the failed jobs of a deployed stack, runs chosen ones again, or drops them.
 *
 * @returns whether everything that was asked for was done
 * @throws CommandError that says what to do
 */
export async function redrive(options: RedriveOptions): Promise<boolean> {
  const { stackName, region, action, print } = options;
  const stack = await findDeployedStack(new CloudFormationClient({ region }), stackName, region);
  const queue = createFailedJobsQueue(new SQSClient({ region }), stack.queueUrl);
  const { posts, records } = openBucket(new S3Client({ region }), stack.bucket);
  const messages = await explained('reading the queue of failed jobs', region, () => queue.receiveAll());
  const kept = new Set(messages);
  const running: Redrive = {
    ...options,
    ...groupByJob(messages.map(readFailedEvent)),
    store: {
      records,
      store: posts,
      clock: systemClock,
      newNonce,
      // Only the operator waits: each step has its own limit.
      deadlineAt: Number.POSITIVE_INFINITY,
    },
    invokeWorker: createWorkerInvoker(new LambdaClient({ region }), stack.workerFunctionName),
    async drop(events) {
      for (const { message } of events) {
        await explained('deleting a message of a failed job', region, () => queue.delete(message));
        kept.delete(message);
      }
    },
  };
  try {
    if (action.kind === 'list') return await list(running);
    return await (action.kind === 'drop' ? drop(action.ids, running) : run(action.ids, running));
  } finally {
    // A failure here must not hide an earlier one.
    await queue.release([...kept]).catch((error) => {
      print(`The messages return to the queue in five minutes; returning them now failed: ${error}`);
    });
  }
}

async function list(running: Redrive): Promise<boolean> {
  const { jobs, others, stackName, region, print } = running;
  const where = `${stackName} in ${region}`;
  if (jobs.length + others.length === 0) {
    print(`No job has failed: the queue of ${where} is empty.`);
    return true;
  }
  print(`${count(jobs.length, 'failed job')} of ${where}\n`);
  for (const failed of jobs) print(`${describeJob(failed, await standingOf(failed, running))}\n`);
  for (const event of others) print(`${describeOther(event)}\n`);
  print('To run jobs again:  npm run redrive -- --run <blog_id> …   or --all');
  print('To forget them:     npm run redrive -- --drop <blog_id> …');
  return true;
}

async function run(ids: readonly string[] | 'all', running: Redrive): Promise<boolean> {
  const { jobs, region, print, store, invokeWorker } = running;
  if (ids === 'all' && jobs.length === 0) print('No job has failed: there is nothing to run.');
  let settled = true;
  for (const id of ids === 'all' ? jobs.map(({ blogId }) => blogId) : ids) {
    const failed = jobs.find(({ blogId }) => blogId === id);
    if (failed === undefined) {
      print(describeMissing(id));
      settled = false;
      continue;
    }
    const standing = await standingOf(failed, running);
    const canRun = standing.kind === 'idle' || standing.kind === 'done';
    const result = canRun
      ? await explained(`running ${id} again`, region, () => runAgain(failed, store, invokeWorker))
      : 'not run';
    print(describeResult(id, result, standing));
    // Not earlier: without its message, a job would be lost.
    if (result === 'started' || result === 'done') await running.drop(failed.events);
    else settled = false;
  }
  return settled;
}

async function drop(ids: readonly string[], running: Redrive): Promise<boolean> {
  const { jobs, others } = running;
  let settled = true;
  for (const id of ids) {
    const events =
      jobs.find(({ blogId }) => blogId === id)?.events ??
      others.filter(({ message }) => message.messageId === id);
    await running.drop(events);
    running.print(events.length > 0 ? `${id}: dropped` : describeMissing(id));
    settled &&= events.length > 0;
  }
  return settled;
}

function standingOf(failed: FailedJob, { region, store }: Redrive) {
  return explained(`reading the record of ${failed.blogId}`, region, () => readStanding(failed, store));
}
