import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { root } from '../../docs/page-text.ts';

/** Runs a command of package.json to its end, as npm would. @param environment the whole of its variables */
export async function run(args: readonly string[], environment: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, ['bin/run.mjs', ...args], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const ended = once(child, 'close') as Promise<[number | null]>;
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}
