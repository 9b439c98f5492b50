import { describe, expect, it, vi } from 'vitest';
import { formatElapsed, showProgress } from '../../../lib/command/progress-line.ts';
import { FakeTerminal, holdTime, withoutTerminalVariables } from './terminal-fixture.ts';

function show(options?: { isTTY: boolean }) {
  holdTime();
  const terminal = new FakeTerminal(options);
  return { terminal, progress: showProgress('Writing', terminal) };
}

describe('progress', () => {
  withoutTerminalVariables();

  it('is not shown on a terminal for what is soon over', () => {
    const { terminal, progress } = show();
    vi.advanceTimersByTime(900);
    progress.end();
    expect(terminal.written).toBe('');
  });

  it('is a spinner with the time on a terminal, under what is said, and gone at the end', () => {
    const { terminal, progress } = show();
    vi.advanceTimersByTime(2_000);
    expect(terminal.rows).toEqual(['* Writing: 2 s']);
    progress.say('Promised');
    vi.advanceTimersByTime(1_000);
    expect(terminal.rows).toEqual(['Promised', '* Writing: 3 s']);
    progress.end();
    vi.advanceTimersByTime(5_000);
    expect([terminal.rows, terminal.cursorShown]).toEqual([['Promised', ''], true]);
  });

  it('is followed by how far it is, where that is known', () => {
    holdTime();
    const terminal = new FakeTerminal();
    const progress = showProgress('Writing', terminal, () => '3 words so far');
    vi.advanceTimersByTime(2_000);
    expect(terminal.rows).toEqual(['* Writing: 2 s, 3 words so far']);
    progress.end();
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('gives the terminal back and ends the process on %s', (signal, code) => {
    const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never);
    const before = process.listeners(signal);
    const { terminal, progress } = show();
    vi.advanceTimersByTime(2_000);
    const added = process.listeners(signal).filter((listener) => !before.includes(listener));
    for (const listener of added) listener(signal);
    expect([terminal.rows, terminal.cursorShown]).toEqual([[''], true]);
    expect(exit).toHaveBeenCalledExactlyOnceWith(code);
    progress.end();
    expect(process.listeners(signal)).toEqual(before);
  });

  it.each([
    ['in a file', { isTTY: false }, 'xterm'],
    ['on a dumb terminal', { isTTY: true }, 'dumb'],
  ])('is a plain line every ten seconds %s', (_, stream, term) => {
    vi.stubEnv('TERM', term);
    const { terminal, progress } = show(stream);
    vi.advanceTimersByTime(20_000);
    progress.say('Promised');
    progress.end();
    vi.advanceTimersByTime(20_000);
    expect(terminal.written).toBe('Writing: 10 s\nWriting: 20 s\nPromised\n');
  });
});

describe('an elapsed time', () => {
  it.each([
    [0, '0 s'],
    [1_999, '1 s'],
    [59_999, '59 s'],
    [60_000, '1 min 0 s'],
    [754_000, '12 min 34 s'],
  ])('of %d ms is %s', (ms, text) => {
    expect(formatElapsed(ms)).toBe(text);
  });
});
