import { spawnSync } from 'node:child_process';
import { exitCode } from '../lib/command/command-error.ts';
import { runCommand } from '../lib/command/command-line.ts';
import { findBrowser } from '../lib/tools/page/browser.ts';

const help = `npm run test:page [-- --screenshots]

Tests the pages in a real browser, against the local service with the deployed code. It uses the Chromium or Chrome
of this machine; if there is none and apt is available, it installs Debian's.

  CHROMIUM_PATH=…  the path of another browser
  --screenshots    takes the screenshots in docs/page/ again, and runs no test
  -h, --help       this text

It fails if a test does, or if there is no browser.`;

const options = { screenshots: { type: 'boolean' } } as const;

await runCommand({ name: 'npm run test:page', help, options }, async ({ values }) => {
  const screenshots = 'test/browser/screenshots.browser.ts';
  const files = values.screenshots ? [screenshots] : ['--exclude', screenshots];
  const args = ['--no', 'vitest', 'run', '--config', 'test/browser/vitest.config.ts', ...files];
  const env = { ...process.env, CHROMIUM_PATH: findBrowser() };
  const { status } = spawnSync('npx', args, { stdio: 'inherit', env });
  if (status !== 0) process.exitCode = exitCode.failed;
});
