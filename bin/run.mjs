/**
 * `node bin/run.mjs <command> …` runs bin/<command>.ts; without a command it only looks at the Node it runs on.
 *
 * The commands are TypeScript that Node runs as it is, which it can from 22.18 on. `npm ci` installs such a
 * Node into node_modules, so this line is met only where that was skipped; without it the person would read
 * `ERR_UNKNOWN_FILE_EXTENSION`. This file itself must run on any Node, and its exit codes are those of
 * lib/command/command-error.ts.
 */
import { readdirSync } from 'node:fs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `This command needs Node 22.18 or later and was started on Node ${process.versions.node}: ` +
      'run "npm ci", which installs one for this project, and start commands through npm or npx, which use it.',
  );
  process.exit(1);
}

const [command] = process.argv.splice(2, 1);
if (command !== undefined) {
  const commands = readdirSync(new URL('.', import.meta.url))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length));
  if (commands.includes(command)) {
    await import(new URL(`./${command}.ts`, import.meta.url).href);
  } else {
    const asked = command === '--help' || command === '-h';
    const usage = `node bin/run.mjs <command>, where <command> is one of: ${commands.join(', ')}`;
    if (asked) console.log(usage);
    else console.error(`There is no command ${JSON.stringify(command)}: ${usage}`);
    process.exitCode = asked ? 0 : 2;
  }
}
