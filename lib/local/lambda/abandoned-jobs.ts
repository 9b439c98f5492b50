import { S3Client } from '@aws-sdk/client-s3';
import { createS3RecordStore } from '../../../lambda/adapters/s3-record-store.ts';
import { newNonce, systemClock } from '../../../lambda/adapters/system.ts';
import { failJob, jobState } from '../../../lambda/core/job/job.ts';
import { openJob } from '../../../lambda/core/job/job-record.ts';
import type { RecordAccess } from '../../../lambda/core/records/open-record.ts';

export interface AbandonedJobsOptions {
  /** The URL of the stand-in for S3. */
  readonly url: string;
  readonly bucketName: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** How long the service may take for this when it ends, in milliseconds. */
const limitMs = 2_000;

/**
 * Records the jobs as failed whose worker ends with the local service: its events are lost, and the posts would stay
 * promised for more than an hour. A job that cannot be recorded stays promised.
 *
 * @param payloads the events of the worker that are neither done nor given up
 */
export async function failAbandonedJobs(
  payloads: readonly unknown[],
  { url, bucketName, credentials }: AbandonedJobsOptions,
): Promise<void> {
  if (payloads.length === 0) return;
  const client = new S3Client({
    region: 'us-east-1',
    endpoint: url,
    forcePathStyle: true,
    maxAttempts: 1,
    credentials,
  });
  const access: RecordAccess = {
    records: createS3RecordStore(client, bucketName),
    clock: systemClock,
    newNonce,
    deadlineAt: systemClock.now() + limitMs,
  };
  try {
    await Promise.allSettled(payloads.map((payload) => failOne(payload, access)));
  } finally {
    client.destroy();
  }
}

async function failOne(payload: unknown, access: RecordAccess): Promise<void> {
  const { blog_id: blogId } = payload as { blog_id: string };
  const record = openJob(blogId, access);
  const found = await record.read();
  if (found === undefined) return;
  const state = jobState(found.value, access.clock.now());
  if (state === 'done' || state === 'failed') return;
  await record.write(failJob(found.value, 'worker-unavailable'), found);
}
