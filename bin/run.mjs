/**
 * `node bin/run.mjs <command> …` runs bin/<command>.ts; without a command it only checks the version of Node.
 *
 * The commands are TypeScript, which Node runs directly from 22.18 on. `npm ci` installs such a Node into
 * node_modules, so the message below appears only if that, or its install script, was skipped. Without the check, the
 * error would be `ERR_UNKNOWN_FILE_EXTENSION`. This file itself must run on any Node. Its exit codes are those of
 * lib/command/command-error.ts.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `This command needs Node 22.18 or later and was started on Node ${process.versions.node}: ` +
      `${howToInstall()}start commands through npm or npx, which use this project's own Node.`,
  );
  process.exit(1);
}

/** `npm ci --ignore-scripts` installs the package `node` without its binary. */
function howToInstall() {
  const isThere = (path) => existsSync(new URL(`../node_modules/${path}`, import.meta.url));
  if (!isThere('node')) return 'run "npm ci", and ';
  return isThere('node/bin') ? '' : 'run "npm rebuild node --ignore-scripts=false", and ';
}

/** npm skips an optional package, such as the binary of a bundler, if the Node that npm runs on is too old for it. */
function explainMissingBinary(error) {
  if (!error.message?.startsWith('Cannot find native binding')) throw error;
  const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const [, npmNode = 'an unknown version'] = /node\/v(\S+)/.exec(process.env.npm_config_user_agent) ?? [];
  console.error(
    'node_modules lacks a binary for this machine: npm leaves it out on a Node that is too old. ' +
      `Run "npm ci" again on Node ${engines.node}; npm runs on Node ${npmNode}.`,
  );
  process.exitCode = 1;
}

const [command] = process.argv.splice(2, 1);
if (command !== undefined) {
  const commands = readdirSync(new URL('.', import.meta.url))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length));
  if (commands.includes(command)) {
    await import(new URL(`./${command}.ts`, import.meta.url).href).catch(explainMissingBinary);
  } else {
    const asked = command === '--help' || command === '-h';
    const usage = `node bin/run.mjs <command>, where <command> is one of: ${commands.join(', ')}`;
    if (asked) console.log(usage);
    else console.error(`There is no command ${JSON.stringify(command)}: ${usage}`);
    process.exitCode = asked ? 0 : 2;
  }
}
