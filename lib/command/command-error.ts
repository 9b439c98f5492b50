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

/** A command cannot continue, for a reason that its user can fix. The message is one line that says what to do. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
}

/** An option, or the value of an option, variable or setting, is invalid. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError';
}

/** Errors that are shown by their message alone, without a stack trace. */
const expected: ReadonlyMap<string, number> = new Map([
  ['CommandError', exitCode.failed],
  ['UsageError', exitCode.usage],
  ['SettingsError', exitCode.usage],
]);

/** What a command prints about an error, and the exit code. */
export function explainError(error: unknown): { text: string; code: number } {
  const code = error instanceof Error ? expected.get(error.name) : undefined;
  return code === undefined
    ? { text: inspect(error), code: exitCode.failed }
    : { text: (error as Error).message, code };
}
