import { spawn } from 'node:child_process';
import { CommandError } from './command-error.ts';

/**
 * Runs npx, which fetches a tool from npm's registry unless it is cached: large tools that are rarely needed are not
 * dependencies of the project.
 *
 * @param output `inherit` for this process's own output
 * @returns the exit code
 * @throws CommandError if npx cannot be started
 */
export function npx(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  output: 'inherit' | 'ignore',
): Promise<number> {
  return new Promise((resolve, reject) => {
    const env = { ...environment, npm_config_update_notifier: 'false' };
    const child = spawn('npx', args, { stdio: ['ignore', output, output], env });
    child.once('error', (cause) => reject(new CommandError(`npx could not be started: ${cause.message}`)));
    child.once('close', (code) => resolve(code ?? 1));
  });
}
