import { constants } from 'node:os';

/** npm passes Ctrl-C on to a command that the terminal has sent it already: one key, two signals. */
const sameSignalMs = 500;
const lookForParentMs = 250;

/**
 * Calls `end` at the first Ctrl-C or SIGTERM. A further one, at least half a second later, ends the process at once.
 *
 * @param end releases what keeps the process alive; the exit code is set
 */
export function endOnSignal(end: (signal: NodeJS.Signals) => void): void {
  let endsSince: number | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    const code = 128 + constants.signals[signal];
    if (endsSince === undefined) {
      endsSince = performance.now();
      process.exitCode = code;
      end(signal);
    } else if (performance.now() - endsSince >= sameSignalMs) {
      process.exit(code);
    }
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
}

/**
 * Ends a command that npm started with npm. npm sends SIGTERM to the shell between the two, which dies of it and passes
 * nothing on: the command would go on as an orphan.
 */
export function endWithNpm(environment: Readonly<Record<string, string | undefined>>): void {
  if (environment.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, lookForParentMs);
  timer.unref();
}
