import { inspect } from 'node:util';

/** The exit codes of the commands; docs/troubleshooting.md has the same table. */
export const exitCode = {
  done: 0,
  /** The command ran and failed. */
  failed: 1,
  /** The command line or a setting is invalid: nothing was done. */
  usage: 2,
  /** Ctrl-C and SIGTERM, as a shell reports them: 128 and the signal's number. */
  interrupted: 130,
  terminated: 143,
} as const;

/** A command cannot continue, for a reason that its user can fix. The message says what to do. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
}

/** An option, or the value of an option, variable or setting, is invalid. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError';
}

/** What a command prints about an error, and the exit code: an expected error has no stack trace. */
export function explainError(error: unknown): { text: string; code: number } {
  if (!(error instanceof CommandError)) return { text: inspect(error), code: exitCode.failed };
  const code = error instanceof UsageError ? exitCode.usage : exitCode.failed;
  return { text: error.message, code };
}
