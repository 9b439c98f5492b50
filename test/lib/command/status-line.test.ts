import { spawnSync } from 'node:child_process';
import { describe, expect, it, vi } from 'vitest';
import { showStatusLine } from '../../../lib/command/status-line.ts';
import { root } from '../../docs/page-text.ts';
import { FakeTerminal, holdTime, withoutTerminalVariables } from './terminal-fixture.ts';

function show(options?: { isTTY: boolean }) {
  holdTime();
  const terminal = new FakeTerminal(options);
  let text: string | undefined;
  const line = showStatusLine(() => text, terminal, { exitsOnSignal: false });
  const display = (shown: string | undefined): void => {
    text = shown;
    vi.advanceTimersByTime(250);
  };
  return { terminal, line, display };
}

describe('the status line', () => {
  withoutTerminalVariables();

  it('is there while there is something to show, and leaves nothing behind', () => {
    const { terminal, line, display } = show();
    display(undefined);
    expect(terminal.written).toBe('');
    display('1 post');
    expect(terminal.rows).toEqual(['* 1 post']);
    expect(terminal.cursorShown).toBe(false);
    display('2 posts');
    expect(terminal.rows).toEqual(['* 2 posts']);
    display(undefined);
    expect([terminal.rows, terminal.cursorShown]).toEqual([[''], true]);
    display('3 posts');
    line.end();
    expect([terminal.rows, terminal.cursorShown]).toEqual([[''], true]);
  });

  it('says nothing any more after its end', () => {
    const { terminal, line, display } = show();
    line.end();
    display('late');
    expect(terminal.written).toBe('');
  });

  it('stays below what else is written, whole lines and parts of lines', () => {
    const { terminal, display } = show();
    display('1 post');
    terminal.write('{"message":"one"}\n');
    expect(terminal.rows).toEqual(['{"message":"one"}', '* 1 post']);
    terminal.write('{"message":');
    vi.advanceTimersByTime(1_000);
    expect(terminal.rows).toEqual(['{"message":"one"}', '{"message":']);
    terminal.write('"two"}\n');
    expect(terminal.rows).toEqual(['{"message":"one"}', '{"message":"two"}', '* 1 post']);
    display(undefined);
    expect(terminal.rows).toEqual(['{"message":"one"}', '{"message":"two"}', '']);
  });

  it('gives the cursor back where the process ends under it', () => {
    const before = process.listeners('exit');
    const { terminal, display } = show();
    display('1 post');
    const added = process.listeners('exit').filter((listener) => !before.includes(listener));
    for (const listener of added) listener(1);
    expect([terminal.rows, terminal.cursorShown]).toEqual([[''], true]);
    expect(process.listeners('exit')).toEqual(before);
  });

  it.each([
    ['in a file', { isTTY: false }, {}],
    ['on a dumb terminal', { isTTY: true }, { TERM: 'dumb' }],
    ['in a CI job that claims a terminal', { isTTY: true }, { CI: 'true' }],
  ])('writes nothing %s', (_, stream, variables: Record<string, string>) => {
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
    const { terminal, line, display } = show(stream);
    display('1 post');
    line.end();
    expect(terminal.written).toBe('');
  });

  it.each([
    ['coloured', { FORCE_COLOR: '1' }, true],
    ['without colours for NO_COLOR', { NO_COLOR: '1', COLORTERM: 'truecolor' }, false],
  ])('is %s', (_, variables, coloured) => {
    // What colours there are is looked at once in a process.
    const script = `
      import { mock } from 'node:test';
      import { showStatusLine } from './lib/command/status-line.ts';
      mock.timers.enable();
      const { stdout } = process;
      Object.assign(stdout, { isTTY: true, cursorTo() {}, clearLine() {} });
      const line = showStatusLine(() => '1 post', stdout, { exitsOnSignal: false });
      mock.timers.tick(250);
      line.end();`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: root,
      env: { TERM: 'xterm', ...variables },
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout).toContain('1 post');
    expect(stdout.includes('\u001b[36m')).toBe(coloured);
  });
});
