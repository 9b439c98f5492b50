import {
  canAnimate,
  type StatusLine,
  showAfterMs,
  showStatusLine,
  type TerminalStream,
} from './status-line.ts';

export interface ProgressLine extends StatusLine {
  /** Prints a line that stays. */
  say(text: string): void;
}

/** A log file gets a line only now and then. */
const plainIntervalMs = 10_000;

/**
 * Shows how long something takes: a spinner and the time on a terminal, a line now and then elsewhere.
 *
 * @param detail called for each update: the progress. @default unknown
 */
export function showProgress(
  what: string,
  stream: TerminalStream,
  detail?: () => string | undefined,
): ProgressLine {
  const startedAt = Date.now();
  const elapsedMs = (): number => Date.now() - startedAt;
  const text = (): string =>
    [`${what}: ${formatElapsed(elapsedMs())}`, detail?.()].filter((part) => part !== undefined).join(', ');
  const say = (line: string): void => {
    stream.write(`${line}\n`);
  };
  if (canAnimate(stream)) {
    const getText = (): string | undefined => (elapsedMs() < showAfterMs ? undefined : text());
    return { say, ...showStatusLine(getText, stream, { exitsOnSignal: true }) };
  }
  const timer = setInterval(() => say(text()), plainIntervalMs);
  return { say, end: () => clearInterval(timer) };
}

/** A time as a person waits for it: `12 s`, `3 min 5 s`. */
export function formatElapsed(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
