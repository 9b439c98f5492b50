import { readdir, type stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { withFileLock } from '../../../../lib/local/s3/file-lock.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

/** Awaited by the first that looks how old a lock is, before it acts on that. */
const slow = vi.hoisted(() => Promise.withResolvers<void>());
vi.mock(import('node:fs/promises'), async (original) => {
  const fs = await original();
  let looks = 0;
  const slowStat = async (path: string) => {
    const isFirst = looks++ === 0;
    const seen = await fs.stat(path);
    if (isFirst) await slow.promise;
    return seen;
  };
  return { ...fs, stat: slowStat as typeof stat };
});

it('a lock that a process left behind is removed once, not after another task has made it its own', async () => {
  const folder = await temporaryFolder();
  const lock = join(folder, 'lock');
  await writeFile(lock, '');
  await utimes(lock, new Date(0), new Date(0));
  const events: string[] = [];
  const first = withFileLock(lock, async () => events.push('first'));
  await withFileLock(lock, async () => {
    slow.resolve();
    for (let turn = 0; turn < 1_000; turn += 1) await setImmediate();
    events.push('second');
  });
  await first;
  expect(events).toEqual(['second', 'first']);
  expect(await readdir(folder)).toEqual([]);
});
