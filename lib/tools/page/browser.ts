import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { CommandError } from '../../command/command-error.ts';

/** Where Chromium, and Chrome, are installed: Debian, GitHub's runners, macOS. */
const usualPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

export interface BrowserSearch {
  /** `CHROMIUM_PATH` is the path of a browser in another place. */
  environment: Readonly<Record<string, string | undefined>>;
  exists(path: string): boolean;
  /** Runs a command to its end. @returns whether it succeeded */
  run(command: string, args: readonly string[]): boolean;
  /** Called with a line before a long step. */
  say(text: string): void;
}

/**
 * The path of a Chromium, which is installed with apt if there is none and apt is available.
 *
 * @throws CommandError that says how to supply one
 */
export function findBrowser(search: BrowserSearch = onThisMachine): string {
  const { environment, exists, run, say } = search;
  const named = environment.CHROMIUM_PATH;
  if (named) {
    if (exists(named)) return named;
    throw new CommandError(
      `CHROMIUM_PATH must be the path of Chromium or Chrome; received ${JSON.stringify(named)}.`,
    );
  }
  const find = (): string | undefined => usualPaths.find(exists);
  const present = find();
  if (present !== undefined) return present;
  if (exists('/usr/bin/apt-get')) {
    say('Installing Chromium with apt-get, which takes a minute…');
    if (run('apt-get', ['update', '-qq']) && run('apt-get', ['install', '-y', '-qq', 'chromium'])) {
      const installed = find();
      if (installed !== undefined) return installed;
    }
  }
  throw new CommandError(
    'Chromium or Chrome was not found and could not be installed: install one (on Debian: ' +
      'sudo apt-get install chromium), or set CHROMIUM_PATH to where it is.',
  );
}

const onThisMachine: BrowserSearch = {
  environment: process.env,
  exists: existsSync,
  run: (command, args) =>
    spawnSync(command, args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0,
  say: (text) => console.log(text),
};
