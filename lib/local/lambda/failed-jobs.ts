import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FailureRecord } from './lambda-invoke-events.ts';

export interface FailedJobsOptions {
  /** The records go into `failed-jobs/` below it. */
  readonly dataDir: string;
  /** Takes a line on each. */
  readonly onLog: (text: string) => void;
  /** Told of each once its file is written. */
  readonly onKept?: ((record: FailureRecord) => void) | undefined;
}

/** Where the local service keeps what a deployed stack sends to its queue of failed jobs. */
export interface FailedJobs {
  /** Keeps a job that Lambda gave up as `<requestId>.json`. */
  keep(record: FailureRecord): void;
  /** Resolves once everything is written. */
  close(): Promise<void>;
}

export function createFailedJobs({ dataDir, onLog, onKept }: FailedJobsOptions): FailedJobs {
  const folder = join(dataDir, 'failed-jobs');
  let keeping = Promise.resolve();
  const write = async (record: FailureRecord): Promise<void> => {
    const file = join(folder, `${record.requestContext.requestId}.json`);
    try {
      await mkdir(folder, { recursive: true });
      await writeFile(file, `${JSON.stringify(record, undefined, 2)}\n`);
      onLog(`${describe(record)} (kept in ${file})\n`);
    } catch (error) {
      onLog(`${describe(record)} (and could not be kept: ${String(error)})\n`);
    }
    onKept?.(record);
  };
  return {
    keep(record) {
      keeping = keeping.then(() => write(record));
    },
    close: () => keeping,
  };
}

/** One line for a person. */
function describe({ requestContext, responsePayload }: FailureRecord): string {
  const { approximateInvokeCount: runs } = requestContext;
  const { errorType, errorMessage } = responsePayload;
  return `A job failed ${runs === 1 ? 'once' : `${runs} times`} and is given up: ${errorType}: ${errorMessage}`;
}
