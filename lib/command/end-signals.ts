import { constants } from 'node:os';

/** npm forwards Ctrl-C to a command that has already received it from the terminal: one key, two signals. */
const sameSignalMs = 500;
const lookForParentMs = 250;

/**
 * Calls `end` on the first Ctrl-C or SIGTERM. Another one, at least half a second later, ends the process at once.
 *
 * @param end must release what keeps the process alive; the exit code is already set
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
 * Ends a command that npm started when npm ends. npm sends SIGTERM to the shell between them, which dies without
 * forwarding it: the command would continue as an orphan.
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
