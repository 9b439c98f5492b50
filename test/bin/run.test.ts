import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { exitCode } from '../../lib/command/command-error.ts';
import { root } from '../docs/page-text.ts';

/** Runs a command on what says that it is Node 20.20.2, in a checkout with these folders. */
function runOnOldNode(folders: readonly string[]) {
  const checkout = mkdtempSync(join(tmpdir(), 'old-node-'));
  onTestFinished(() => rmSync(checkout, { recursive: true }));
  for (const folder of ['bin', ...folders]) mkdirSync(join(checkout, folder), { recursive: true });
  copyFileSync(join(root, 'bin/run.mjs'), join(checkout, 'bin/run.mjs'));
  const oldNode = 'Object.defineProperty(process.versions, "node", { value: "20.20.2" })';
  const args = ['--import', `data:text/javascript,${encodeURIComponent(oldNode)}`, 'bin/run.mjs', 'start'];
  return spawnSync(process.execPath, args, { cwd: checkout, encoding: 'utf8' });
}

it.each([
  ['npm ci', [], 'run "npm ci", and start'],
  [
    'the install script of its Node, which npm ci --ignore-scripts skips',
    ['node_modules/node'],
    'run "npm rebuild node --ignore-scripts=false", and start',
  ],
  ['npm or npx alone', ['node_modules/node/bin'], 'start'],
])(
  'on a Node that is too old, a checkout that lacks %s learns which command mends that',
  (_, folders, advice) => {
    expect(runOnOldNode(folders)).toMatchObject({
      status: exitCode.failed,
      stdout: '',
      stderr: `This command needs Node 22.18 or later and was started on Node 20.20.2: ${advice} commands through npm or npx, which use this project's own Node.\n`,
    });
  },
);
