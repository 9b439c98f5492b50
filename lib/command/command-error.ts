/** What a command ends with; docs/troubleshooting.md has the same table. */
export const exitCode = {
  done: 0,
  /** The command ran, and what was asked of it failed. */
  failed: 1,
  /** The command was called wrongly: nothing was done. */
  usage: 2,
  /** Ctrl-C and SIGTERM, as a shell tells them: 128 and the signal's number. */
  interrupted: 130,
  terminated: 143,
} as const;

/** A command cannot go on for a reason its user can mend. The message is one line that says what to do. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
}

/** The command was called wrongly: an option, or the value of one, of a variable or of a setting. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError';
}

/** Errors that are told in their own words, without a stack trace. */
const expected: ReadonlyMap<string, number> = new Map([
  ['CommandError', exitCode.failed],
  ['ModelUrlError', exitCode.failed],
  ['UsageError', exitCode.usage],
  ['SettingsError', exitCode.usage],
]);

/** What a command says of an error, and the code it ends with. */
export function explainError(error: unknown): { told: unknown; code: number } {
  const code = error instanceof Error ? expected.get(error.name) : undefined;
  return code === undefined
    ? { told: error, code: exitCode.failed }
    : { told: (error as Error).message, code };
}
