import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { exitCode } from '../../lib/command/command-error.ts';
import { root } from '../docs/page-text.ts';

const readEngines = (folder: string): string =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).engines.node;

/** A checkout with these packages in package.json and these folders. */
function makeCheckout(devDependencies: readonly string[], folders: readonly string[]): string {
  const checkout = mkdtempSync(join(tmpdir(), 'checkout-'));
  onTestFinished(() => rmSync(checkout, { recursive: true }));
  for (const folder of ['bin', ...folders]) mkdirSync(join(checkout, folder), { recursive: true });
  copyFileSync(join(root, 'bin/run.mjs'), join(checkout, 'bin/run.mjs'));
  const versions = Object.fromEntries(devDependencies.map((name) => [name, '1.0.0']));
  const manifest = { engines: { node: readEngines(root) }, dependencies: {}, devDependencies: versions };
  writeFileSync(join(checkout, 'package.json'), JSON.stringify(manifest));
  return checkout;
}

function runIn(cwd: string, env: NodeJS.ProcessEnv = {}, nodeArgs: readonly string[] = []) {
  return spawnSync(process.execPath, [...nodeArgs, 'bin/run.mjs', 'start'], { cwd, env, encoding: 'utf8' });
}

it.each([
  ['npm ci', ['a', 'b', 'c', 'd'], [], {}, 'lacks b, c, d and more: run "npm ci".'],
  ['npm ci after a pull', ['a', '@b/c'], ['node_modules/a'], {}, 'lacks @b/c: run "npm ci".'],
  [
    'the tools, because NODE_ENV leaves them out',
    ['b'],
    [],
    { NODE_ENV: 'production' },
    'b: run "npm ci --include=dev".',
  ],
  [
    'the tools, because npm leaves them out',
    ['b'],
    [],
    { npm_config_omit: 'dev' },
    'b: run "npm ci --include=dev".',
  ],
])('a checkout that lacks %s learns which command mends that', (_, packages, folders, env, message) => {
  const { status, stderr } = runIn(makeCheckout(packages, folders), env);
  expect(status).toBe(exitCode.failed);
  expect(stderr).toMatch(/^node_modules lacks .*\n$/);
  expect(stderr).toContain(message);
});

it.each([
  [
    'the install script of its Node, which npm ci --ignore-scripts skips',
    'node_modules/node',
    'run "npm rebuild node --ignore-scripts=false", and start',
  ],
  ['npm or npx alone', 'node_modules/node/bin', 'start'],
])(
  'on a Node that is too old, a checkout that lacks %s learns which command mends that',
  (_, folder, advice) => {
    const oldNode = 'Object.defineProperty(process.versions, "node", { value: "20.20.2" })';
    const args = ['--import', `data:text/javascript,${encodeURIComponent(oldNode)}`];
    expect(runIn(makeCheckout(['node'], [folder]), {}, args)).toMatchObject({
      status: exitCode.failed,
      stdout: '',
      stderr: `This command needs Node 22.18 or later and was started on Node 20.20.2: ${advice} commands through npm or npx, which use this project's own Node.\n`,
    });
  },
);

it('the versions of Node that package.json and the README name are those for which npm installs every binary', () => {
  expect(readEngines(root)).toBe(readEngines(join(root, 'node_modules/rolldown')));
  expect(readEngines(root)).toBe('^20.19.0 || >=22.12.0');
  expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(
    'You need Node 20.19 or later with npm (of Node 22, 22.12 or later).',
  );
});

it('a command whose bundler lacks its binary says which Node npm needs', () => {
  const checkout = makeCheckout([], []);
  writeFileSync(join(checkout, 'bin/start.ts'), 'throw new Error("Cannot find native binding. npm …");');
  expect(runIn(checkout, { npm_config_user_agent: 'npm/9.6.4 node/v20.0.0 linux x64' })).toMatchObject({
    status: exitCode.failed,
    stderr: `node_modules lacks a binary for this machine: npm leaves it out on a Node that is too old. Run "npm ci" again on Node ${readEngines(root)}; npm runs on Node 20.0.0.\n`,
  });
});
