import type { Writable } from 'node:stream';
import yoctoSpinner from 'yocto-spinner';

/** Standard error, so that standard output holds the result alone. */
export type TerminalStream = Writable & { readonly isTTY?: boolean };

export interface StatusLine {
  /** Removes the line for good, and shows the cursor again. */
  end(): void;
}

/** Shorter waits, in milliseconds, are not shown. */
export const showAfterMs = 1_000;

const lookEveryMs = 250;

/**
 * Whether a line can be removed again: on a terminal, and not in a CI job that claims to be one.
 * yocto-spinner has the same rule, but would print each new text as another line elsewhere.
 */
export function canAnimate({ isTTY }: { readonly isTTY?: boolean }): boolean {
  return isTTY === true && process.env.TERM !== 'dumb' && !('CI' in process.env);
}

/**
 * Keeps a line with a spinner at the bottom of a terminal while there is something to show. Other output of this process
 * appears above it. NO_COLOR turns colors off. Elsewhere, as in a log file, nothing is written.
 *
 * @param getText called several times a second; undefined removes the line
 * @param options.exitsOnSignal whether Ctrl-C and SIGTERM end the process (130, 143) while the line is there; a
 * command that has signal handlers of its own says false
 */
export function showStatusLine(
  getText: () => string | undefined,
  stream: TerminalStream,
  { exitsOnSignal }: { readonly exitsOnSignal: boolean },
): StatusLine {
  if (!canAnimate(stream)) return { end() {} };
  const spinner = yoctoSpinner({ stream, handleSignals: exitsOnSignal });
  const look = (): void => {
    const text = getText();
    if (text === undefined) spinner.stop();
    else if (!spinner.isSpinning) spinner.start(text);
    else if (spinner.text !== text) spinner.text = text;
  };
  const timer = setInterval(look, lookEveryMs);
  const end = (): void => {
    clearInterval(timer);
    process.off('exit', end);
    spinner.stop();
  };
  // An uncaught error must not leave the terminal without its cursor.
  process.once('exit', end);
  return { end };
}
