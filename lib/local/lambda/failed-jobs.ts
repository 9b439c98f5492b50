import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
