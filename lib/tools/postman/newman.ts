import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CommandError } from '../../command/command-error.ts';

/** Postman's own runner, fetched by npx when it is needed: its 66 MB are no dependency of the project. */
export const newmanPackage = 'newman@6.2.2';

export const collectionFile = fileURLToPath(
  new URL('../../../docs/postman_collection.json', import.meta.url),
);

/** The longest that one answer, and the whole run, may take, in milliseconds. */
const requestLimitMs = 60_000;
const runLimitMs = 300_000;

type Environment = Readonly<Record<string, string | undefined>>;

/** What npx is started with to run the collection against a service. */
export function newmanArguments(baseUrl: string, { NO_COLOR: noColor }: Environment): string[] {
  return [
    '--yes',
    newmanPackage,
    'run',
    collectionFile,
    // An environment's value comes before the collection's own.
    ...['--env-var', `baseUrl=${baseUrl}`],
    ...['--timeout-request', String(requestLimitMs), '--timeout', String(runLimitMs)],
    ...['--color', noColor ? 'off' : 'auto'],
  ];
}

/**
 * Runs the Postman collection with newman, which writes to this process's own output.
 *
 * @returns newman's exit code: 0 where every test of the collection passed
 * @throws CommandError where newman cannot be fetched
 */
export async function runCollection(baseUrl: string, environment: Environment): Promise<number> {
  // Apart from the run, so that a registry out of reach is not taken for a failed test.
  if ((await npx(['--yes', newmanPackage, '--version'], environment, 'ignore')) !== 0) {
    throw new CommandError(
      `${newmanPackage} could not be fetched: this command takes it from npm's registry, so it needs the network. ` +
        `"npx --yes ${newmanPackage} --version" shows what went wrong.`,
    );
  }
  return npx(newmanArguments(baseUrl, environment), environment, 'inherit');
}

function npx(
  args: readonly string[],
  environment: Environment,
  output: 'inherit' | 'ignore',
): Promise<number> {
  return new Promise((resolve, reject) => {
    const env = { ...environment, npm_config_update_notifier: 'false' };
    const child = spawn('npx', args, { stdio: ['ignore', output, output], env });
    child.once('error', (cause) => reject(new CommandError(`npx could not be started: ${cause.message}`)));
    child.once('close', (code) => resolve(code ?? 1));
  });
}
