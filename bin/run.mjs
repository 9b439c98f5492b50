/**
 * `node bin/run.mjs <command> …` runs bin/<command>.ts; without a command it only checks what is installed.
 *
 * The commands are TypeScript, which Node runs directly from 22.18 on. `npm ci` installs such a Node into
 * node_modules. Without the checks, a missing or incomplete `npm ci` would end in a stack trace. This file itself must
 * run on any Node. Its exit codes are those of lib/command/command-error.ts.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const root = new URL('../', import.meta.url);
const { engines, dependencies, devDependencies } = JSON.parse(
  readFileSync(new URL('package.json', root), 'utf8'),
);
const isMissing = (path) => !existsSync(new URL(`node_modules/${path}`, root));

const missing = Object.keys({ ...dependencies, ...devDependencies }).filter(isMissing);
if (missing.length > 0) {
  const omitsSome = process.env.NODE_ENV === 'production' || process.env.npm_config_omit;
  const install = omitsSome ? 'npm ci --include=dev' : 'npm ci';
  const more = missing.length > 3 ? ' and more' : '';
  stop(`node_modules lacks ${missing.slice(-3).join(', ')}${more}: run "${install}".`);
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  // `npm ci --ignore-scripts` installs the package `node` without its binary.
  const rebuild = isMissing('node/bin') ? 'run "npm rebuild node --ignore-scripts=false", and ' : '';
  stop(
    `This command needs Node 22.18 or later and was started on Node ${process.versions.node}: ` +
      `${rebuild}start commands through npm or npx, which use this project's own Node.`,
  );
}

function stop(message) {
  console.error(message);
  process.exit(1);
}

/** npm skips an optional package, such as the binary of a bundler, if the Node that npm runs on is too old for it. */
function explainMissingBinary(error) {
  if (!error.message?.startsWith('Cannot find native binding')) throw error;
  const [, npmNode = 'an unknown version'] = /node\/v(\S+)/.exec(process.env.npm_config_user_agent) ?? [];
  stop(
    'node_modules lacks a binary for this machine: npm leaves it out on a Node that is too old. ' +
      `Run "npm ci" again on Node ${engines.node}; npm runs on Node ${npmNode}.`,
  );
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
