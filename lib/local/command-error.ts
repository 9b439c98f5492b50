/** A command cannot go on for a reason its user can mend. The message is one line that says what to do. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
}

/** Errors that are told in their own words, without a stack trace. */
const expected = new Set(['CommandError', 'ModelUrlError', 'SettingsError']);

/** Runs a command; an expected error becomes its message on standard error and exit code 1. */
export async function runCommand(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    process.exitCode = 1;
    console.error(error instanceof Error && expected.has(error.name) ? error.message : error);
  }
}
