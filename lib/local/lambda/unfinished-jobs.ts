import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newNonce, systemClock } from '../../../lambda/adapters/system.ts';
import { failJob, jobState } from '../../../lambda/core/job/job.ts';
import { openJob } from '../../../lambda/core/job/job-record.ts';
import type { RecordAccess } from '../../../lambda/core/records/open-record.ts';
import { recordPrefix } from '../../../lambda/core/records/record-keys.ts';
import type { RecordStore } from '../../../lambda/core/records/records.ts';
import type { S3ObjectStore } from '../s3/s3-object-store.ts';
import type { FailureRecord } from './lambda-invoke-events.ts';

/**
 * Keeps a job that Lambda gave up as `failed-jobs/<requestId>.json`, where a deployed stack sends it to its queue of
 * failed jobs. It does not throw.
 *
 * @param onLog called with a line about it
 */
export async function keepFailedJob(
  record: FailureRecord,
  dataDir: string,
  onLog: (text: string) => void,
): Promise<void> {
  const { requestId, approximateInvokeCount: runs } = record.requestContext;
  const { errorType, errorMessage } = record.responsePayload;
  const folder = join(dataDir, 'failed-jobs');
  const file = join(folder, `${requestId}.json`);
  const line = `A job failed ${runs === 1 ? 'once' : `${runs} times`} and is given up: ${errorType}: ${errorMessage}`;
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(file, `${JSON.stringify(record, undefined, 2)}\n`);
    onLog(`${line} (kept in ${file})\n`);
  } catch (error) {
    onLog(`${line} (and could not be kept: ${String(error)})\n`);
  }
}

/** How long the service may take for this when it ends, in milliseconds. */
const limitMs = 2_000;

/**
 * Records the jobs as failed whose worker ends with the local service: its events are lost, and the posts would stay
 * promised for more than an hour. A job that cannot be recorded stays promised.
 *
 * @param payloads the events of the worker that are neither done nor given up
 */
export async function failAbandonedJobs(payloads: readonly unknown[], objects: S3ObjectStore): Promise<void> {
  const access: RecordAccess = {
    records: recordsIn(objects),
    clock: systemClock,
    newNonce,
    deadlineAt: systemClock.now() + limitMs,
  };
  await Promise.allSettled(payloads.map((payload) => failOne(payload, access)));
}

function recordsIn(objects: S3ObjectStore): RecordStore {
  const keyOf = (name: string): string => `${recordPrefix}${name}.json`;
  return {
    async read(name) {
      const object = await objects.get(keyOf(name));
      return object && { text: object.content.toString(), etag: object.etag };
    },
    write: (name, text, etag) =>
      objects.put(keyOf(name), { content: Buffer.from(text), metadata: {} }, { ifMatch: etag }),
  };
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
