import { mkdir, open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process that holds a lock longer than this, in milliseconds, has crashed: a task takes a few. */
const staleMs = 10_000;
const lookEveryMs = 5;

/**
 * Runs a task while no other task, not even of another process, runs under the same lock.
 *
 * @param lock the path of a file for this purpose alone
 * @throws what `task` throws
 */
export async function withFileLock<Result>(lock: string, task: () => Promise<Result>): Promise<Result> {
  await mkdir(path.dirname(lock), { recursive: true });
  while (!(await create(lock))) {
    if (await isStale(lock)) await removeStale(lock);
    else await sleep(lookEveryMs);
  }
  try {
    return await task();
  } finally {
    await rm(lock, { force: true });
  }
}

async function isStale(lock: string): Promise<boolean> {
  const held = await stat(lock).catch(() => undefined);
  return held !== undefined && Date.now() - held.mtimeMs > staleMs;
}

/** One after the other: the next would remove the lock of a task that runs. */
const removeStale = (lock: string): Promise<void> =>
  withFileLock(`${lock}.stale`, async () => {
    if (await isStale(lock)) await rm(lock, { force: true });
  });

async function create(file: string): Promise<boolean> {
  try {
    await (await open(file, 'wx')).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
