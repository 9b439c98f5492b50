import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { CommandError } from './command-error.ts';

/**
 * Runs npx, which fetches a tool from npm's registry unless it is cached. Large tools that are rarely needed are not
 * dependencies of the project.
 *
 * @param output `inherit` for this process's own output
 * @returns the exit code
 * @throws CommandError if npx cannot be started
 */
export async function npx(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  output: 'inherit' | 'ignore',
): Promise<number> {
  const env = { ...environment, npm_config_update_notifier: 'false' };
  const child = spawn('npx', args, { stdio: ['ignore', output, output], env });
  const [code] = await once(child, 'close').catch((cause: Error) => {
    throw new CommandError(`npx could not be started: ${cause.message}`);
  });
  return code ?? 1;
}
