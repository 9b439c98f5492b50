import { fileURLToPath } from 'node:url';
import { CommandError, exitCode } from '../lib/command/command-error.ts';
import { runCommand } from '../lib/command/command-line.ts';
import { npx } from '../lib/command/npx.ts';
import {
  findShortfalls,
  readReport,
  runArguments,
  strykerArguments,
  strykerPackages,
} from '../lib/tools/mutation/stryker.ts';

const wanted = { total: 90, file: 75 };
const help = `npm run test:mutation [-- <file> …]

Changes lambda/core, lambda/http and lambda/events in one place at a time, runs the tests that reach it, and lists the
changes that no test detects. It uses ${strykerPackages[0]}, which npx fetches from npm's registry. A full run takes about
half an hour on two idle cores; select files by glob patterns. The report is .stryker/mutation.json.

It fails if tests detect less than ${wanted.total} % of the changes, or ${wanted.file} % of those to a file, or if Stryker cannot run.

  -h, --help  this text`;

await runCommand({ name: 'npm run test:mutation', help, takesPositionals: true }, async ({ positionals }) => {
  console.log(`${strykerPackages.join(', ')}: fetched from npm's registry unless cached.`);
  const version = strykerArguments(['--version']);
  if ((await npx(version, process.env, 'ignore')) !== 0) {
    throw new CommandError(
      `Stryker could not be fetched from npm's registry. "npx ${version.join(' ')}" shows why.`,
    );
  }
  if ((await npx(strykerArguments(runArguments(positionals)), process.env, 'inherit')) !== 0) {
    throw new CommandError('Stryker could not run: see above.');
  }
  const root = fileURLToPath(new URL('..', import.meta.url));
  const shortfalls = findShortfalls(await readReport(root), wanted);
  for (const shortfall of shortfalls) console.error(shortfall);
  if (shortfalls.length > 0) process.exitCode = exitCode.failed;
});
