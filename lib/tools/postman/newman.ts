import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandError } from '../../command/command-error.ts';
import { npx } from '../../command/npx.ts';
import { anonymous, type Credentials } from './credentials.ts';

/** Postman's own runner, 66 MB, fetched by npx when needed. */
export const newmanPackage = 'newman@6.2.2';

export const collectionFile = new URL('../../../docs/postman_collection.json', import.meta.url);

/** The time limits of one answer and of the whole run, in milliseconds. */
const requestLimitMs = 60_000;
const runLimitMs = 300_000;

type Environment = Readonly<Record<string, string | undefined>>;

export interface CollectionRun {
  /** The URL before `/blog`. */
  readonly baseUrl: string;
  /** @default none */
  readonly credentials?: Credentials;
  /** A folder of the collection, which ends with its first failure. @default all of them */
  readonly folder?: string;
  /** `PATH`, `NO_COLOR`, proxy variables. */
  readonly environment: Environment;
  /** Called with a line if newman has to be fetched first. */
  readonly onFetch: (line: string) => void;
}

/**
 * Runs the Postman collection with newman, which writes to this process's own output.
 *
 * Credentials go into files that only their owner can read, for the duration of the run: every user can see arguments.
 *
 * @returns whether every test of the collection passed
 * @throws CommandError if newman cannot be fetched
 */
export async function runCollection(run: CollectionRun): Promise<boolean> {
  const { baseUrl, credentials = anonymous, folder, environment } = run;
  await fetchNewman(run);
  // mkdtemp makes a folder for its owner alone.
  const files = await mkdtemp(join(tmpdir(), 'postman-'));
  try {
    const write = async (name: string, content: unknown): Promise<string> => {
      await writeFile(join(files, name), JSON.stringify(content), { mode: 0o600 });
      return join(files, name);
    };
    const collection = JSON.parse(await readFile(collectionFile, 'utf8'));
    collection.auth.type = credentials.type;
    const variables = Object.entries({ baseUrl, ...credentials.variables });
    const values = variables.map(([key, value]) => ({ key, value }));
    const args = [
      ...['run', await write('collection.json', collection)],
      // An environment's value comes before the collection's own.
      ...['--environment', await write('environment.json', { values })],
      ...(folder === undefined ? [] : ['--folder', folder, '--bail', 'failure']),
      ...['--timeout-request', String(requestLimitMs), '--timeout', String(runLimitMs)],
      ...['--color', environment.NO_COLOR ? 'off' : 'auto'],
    ];
    // newman uses the deprecated fs.F_OK, which users of this command cannot change.
    const NODE_OPTIONS = `${environment.NODE_OPTIONS ?? ''} --disable-warning=DEP0176`;
    return (await npx(['--yes', newmanPackage, ...args], { ...environment, NODE_OPTIONS }, 'inherit')) === 0;
  } finally {
    await rm(files, { recursive: true, force: true });
  }
}

/** Separate from the run, so that an unreachable registry is not mistaken for a failed test. */
async function fetchNewman({ environment, onFetch }: CollectionRun): Promise<void> {
  if ((await npx(['--no', '--', newmanPackage, '--version'], environment, 'ignore')) === 0) return;
  onFetch(
    `Fetching ${newmanPackage}, Postman's runner, from npm's registry. npx keeps it for the next time.`,
  );
  if ((await npx(['--yes', newmanPackage, '--version'], environment, 'ignore')) === 0) return;
  throw new CommandError(
    `${newmanPackage} could not be fetched from npm's registry, for which this command needs network access. ` +
      `"npx --yes ${newmanPackage} --version" shows what went wrong.`,
  );
}
