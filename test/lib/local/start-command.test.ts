import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exitCode } from '../../../lib/command/command-error.ts';
import { listenOnLoopback } from '../../../lib/local/loopback-server.ts';
import { root } from '../../docs/page-text.ts';

function start(
  port: number,
  command: readonly [string, ...string[]] = [process.execPath, 'bin/run.mjs', 'start'],
  environment: Record<string, string> = {},
): ChildProcessByStdio<null, Readable, Readable> {
  const [file, ...args] = command;
  const child = spawn(file, args, {
    cwd: root,
    env: { PATH: process.env.PATH, PORT: String(port), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

/** Everything up to the words, or all of it. */
async function readTo(words: string, stream: Readable): Promise<string> {
  let text = '';
  for await (const chunk of stream.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    text += chunk;
    if (text.includes(words)) break;
  }
  return text;
}

describe('npm start', () => {
  it('serves until Ctrl-C, with a line for a request, which names the routes where there is none', async () => {
    const child = start(0);
    const printed = await readTo('Ctrl-C ends it.', child.stdout);
    expect(printed).toMatch(/^The blog writer is ready: http:\/\/127\.0\.0\.1:\d+\/\n/);
    expect(printed).not.toContain('\u001b');
    await fetch(`${/http:\S+/.exec(printed)?.[0]}blogs`);
    expect(await readTo('\n', child.stderr)).toMatch(
      /^\d\d:\d\d:\d\d {2}GET \/blogs 404 in \d+ ms: no such route; there is POST \/blog, GET \/blog\/\{blog_id\}, GET \/\n$/,
    );
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([exitCode.interrupted, null]);
  });

  it('ends with the shell that npm puts between itself and the command', async () => {
    const shell = ['sh', '-c', `"${process.execPath}" bin/run.mjs start; exit`] as const;
    const child = start(0, shell, { npm_lifecycle_event: 'start' });
    const printed = await readTo('Ctrl-C ends it.', child.stdout);
    const url = /http:\S+/.exec(printed)?.[0] ?? '';
    child.kill('SIGTERM');
    // Its output is closed once the command itself has ended.
    await once(child, 'close');
    await expect(fetch(url)).rejects.toThrow();
  });

  it('fails where its port is in use', async () => {
    const server = await listenOnLoopback(async () => {});
    onTestFinished(() => server.close());
    const child = start(server.port);
    const [printed, [code]] = await Promise.all([readTo('\n', child.stderr), once(child, 'close')]);
    expect(printed).toMatch(/^Port \d+ of 127\.0\.0\.1 is in use: /);
    expect(code).toBe(exitCode.failed);
  });
});
