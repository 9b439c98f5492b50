/** Where progress goes: standard error, so that standard output holds the result alone. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface ProgressLine {
  /** Prints a line that stays. */
  say(text: string): void;
  /** Takes the line away again. */
  end(): void;
}

const terminalIntervalMs = 1_000;
/** A log file gets a line only now and then. */
const plainIntervalMs = 10_000;

const eraseLine = '\r\u001b[K';

/** Shows how long something takes: a line that is rewritten in place on a terminal, a line now and then elsewhere. */
export function showProgress(what: string, stream: ProgressStream): ProgressLine {
  const startedAt = Date.now();
  const show = (): void => {
    const text = `${what}: ${Math.round((Date.now() - startedAt) / 1_000)} s`;
    stream.write(stream.isTTY ? `${eraseLine}${text}` : `${text}\n`);
  };
  const timer = setInterval(show, stream.isTTY ? terminalIntervalMs : plainIntervalMs);
  return {
    say(text) {
      stream.write(`${stream.isTTY ? eraseLine : ''}${text}\n`);
    },
    end() {
      clearInterval(timer);
      if (stream.isTTY) stream.write(eraseLine);
    },
  };
}
