import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { root } from '../../../readme-text.ts';

const run = (...options: string[]) =>
  promisify(execFile)(process.execPath, ['bin/run.mjs', 'cost', ...options], { cwd: root });

describe('npm run cost', () => {
  it('prints its figures as JSON, for the posts and seconds that were asked for', async () => {
    const { stdout } = await run('--json', '--posts', '10', '--seconds', '12.5', '-c', 'memorySizeMb=256');
    expect(JSON.parse(stdout)).toMatchObject({
      posts: 10,
      memorySizeMb: 256,
      assumptions: { modelSeconds: 12.5, busyHours: 10 },
    });
  });

  it.each([
    [['--posts', '0'], '--posts takes a number of at least 1; received "0"'],
    [['--seconds', 'long'], '--seconds takes a number of at least 0.001; received "long"'],
    [['--colour'], "Unknown option '--colour'"],
  ])('says what is wrong with %j', async (options, message) => {
    await expect(run(...options)).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining(message),
    });
  });
});
