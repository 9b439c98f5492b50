import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLocalFunction } from '../../../../lib/local/lambda/lambda-function.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

/** A function of this source. */
async function makeFunction(
  source: string,
  { file = 'function.mjs', ...options }: { file?: string; concurrency?: number } = {},
) {
  const folder = await temporaryFolder();
  const bundlePath = join(folder, file);
  await writeFile(bundlePath, source);
  let logged = '';
  const fn = createLocalFunction({
    bundlePath,
    memorySizeMb: 128,
    timeoutMs: 10_000,
    onLog: (text) => (logged += text),
    env: async () => ({}),
    ...options,
  });
  onTestFinished(() => fn.close());
  return { fn, folder, log: () => logged };
}

it.each(['a b.mjs', 'bücher.mjs', '#1?.mjs', '100%41.mjs'])(
  'a bundle may lie at a path with %s',
  async (file) => {
    const { fn } = await makeFunction(`export const handler = () => 'ran';`, { file });
    expect(await fn.invoke({})).toBe('ran');
  },
);

const gone = { name: 'Runtime.ExitError' };

describe('closing a function', () => {
  it('fails what is under way, what waits and what comes', async () => {
    const source = `export const handler = () => { console.log('began'); return new Promise(() => setInterval(() => {}, 9)); };`;
    const { fn, log } = await makeFunction(source, { concurrency: 1 });
    const running = fn.invoke({});
    const waiting = fn.invoke({});
    const both = Promise.allSettled([running, waiting]);
    await expect.poll(log).toContain('began');
    await fn.close();
    expect(await both).toMatchObject([{ reason: gone }, { reason: gone }]);
    await expect(fn.invoke({})).rejects.toMatchObject(gone);
  });

  it('ends an environment that is only starting', async () => {
    const source = `
      import { existsSync } from 'node:fs';
      console.log('loading');
      while (!existsSync(new URL('loaded', import.meta.url))) await new Promise(setImmediate);
      export const handler = () => console.log('ran');`;
    const { fn, folder, log } = await makeFunction(source);
    const outcome = expect(fn.invoke({})).rejects.toMatchObject(gone);
    await expect.poll(log).toContain('loading');
    const closed = fn.close();
    await writeFile(join(folder, 'loaded'), '');
    await closed;
    await outcome;
    expect(log()).toBe('loading\n');
  });
});
