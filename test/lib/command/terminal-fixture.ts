import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { beforeEach, onTestFinished, vi } from 'vitest';

/** What the machine that runs the tests says of its own terminal does not count. */
export function withoutTerminalVariables(): void {
  beforeEach(() => {
    vi.stubEnv('CI', undefined);
    vi.stubEnv('TERM', 'xterm');
    return () => vi.unstubAllEnvs();
  });
}

/** Time goes on when the test says so. */
export function holdTime(): void {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
}

/** A terminal that holds only lines, of which the last can be taken away; or, without `isTTY`, a file. */
export class FakeTerminal extends Writable {
  readonly isTTY: boolean;
  /** Everything that was written. */
  written = '';
  cursorShown = true;
  #rows = [''];

  constructor({ isTTY = true } = {}) {
    super({ decodeStrings: false });
    this.isTTY = isTTY;
  }

  override _write(chunk: string, _: BufferEncoding, done: () => void): void {
    this.written += chunk;
    if (chunk.includes('\u001b[?25l')) this.cursorShown = false;
    if (chunk.includes('\u001b[?25h')) this.cursorShown = true;
    const [first = '', ...others] = stripVTControlCharacters(chunk).split('\n');
    this.#rows.push((this.#rows.pop() ?? '') + first, ...others);
    done();
  }

  cursorTo(): void {}

  moveCursor(): void {}

  clearLine(): void {
    this.#rows[this.#rows.length - 1] = '';
  }

  /** What a person sees, the spinner as `*`. */
  get rows(): string[] {
    return this.#rows.map((row) => row.replace(/^\p{Script=Braille}(?= )/u, '*'));
  }
}
