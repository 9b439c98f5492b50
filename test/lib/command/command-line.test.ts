import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CommandError, exitCode, UsageError } from '../../../lib/command/command-error.ts';
import { contextOption, runCommand } from '../../../lib/command/command-line.ts';
import { SettingsError } from '../../../lib/settings/settings-error.ts';
import { read, root, rows, section } from '../../docs/page-text.ts';

const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
const commands = Object.entries(scripts).flatMap(([script, line]) => {
  const name = /^node bin\/run\.mjs (\S+)$/.exec(line)?.[1];
  return name === undefined ? [] : [{ name, typed: script === 'start' ? 'npm start' : `npm run ${script}` }];
});

async function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  // Where the shell sets both, Node warns that one of them does not count.
  const env = { ...process.env, FORCE_COLOR: undefined, NO_COLOR: undefined };
  const child = spawn(process.execPath, ['bin/run.mjs', ...args], { cwd: root, env });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said.stderr += text;
  });
  const [code] = await once(child, 'close');
  return { code, ...said };
}

describe('every command of package.json', () => {
  it('is looked at here', () => {
    expect(commands.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['start', 'blog', 'redrive', 'preflight', 'smoke', 'test-postman']),
    );
  });

  it.each(commands)('answers --help and -h on standard output: $name', async ({ name, typed }) => {
    const long = await run(name, '--help');
    expect(long).toEqual({ code: exitCode.done, stdout: expect.any(String), stderr: '' });
    expect(long.stdout).toMatch(new RegExp(`^${typed}\\b`));
    expect(long.stdout).toMatch(/^ +-h, --help {2,}this text$/m);
    expect(long.stdout).toContain('Exit code: 0 done, 1 failed, 2 called wrongly, 130 or 143 ended by');
    expect(await run(name, '-h')).toEqual(long);
  });

  it.each(commands)('refuses an unknown option on standard error: $name', async ({ name, typed }) => {
    const { code, stdout, stderr } = await run(name, '--colour');
    expect([code, stdout]).toEqual([exitCode.usage, '']);
    expect(stderr).toMatch(/^Unknown option '--colour'/);
    expect(stderr).toMatch(new RegExp(`\n"${typed} -- --help" lists the options\\.\n$`));
  });
});

it('names the option that was probably meant', async () => {
  expect(await run('blog', '--wordcount', '50', 'Cats')).toEqual({
    code: exitCode.usage,
    stdout: '',
    stderr:
      "Unknown option '--wordcount': did you mean --word-count?\n" +
      '"npm run blog -- --help" lists the options.\n',
  });
});

describe('bin/run.mjs', () => {
  it('names the commands there are', async () => {
    const { code, stdout } = await run('--help');
    expect(code).toBe(exitCode.done);
    expect(stdout.trim().split(': ')[1]?.split(', ')).toEqual(
      expect.arrayContaining(commands.map(({ name }) => name)),
    );
    expect(await run('poem')).toMatchObject({
      code: exitCode.usage,
      stdout: '',
      stderr: expect.stringMatching(/^There is no command "poem": /),
    });
  });
});

describe('a command', () => {
  const typed = process.argv;
  beforeEach(() => {
    process.argv = ['node', 'bees', '-c', 'a=1'];
    vi.spyOn(console, 'error').mockReturnValue();
  });
  afterEach(() => {
    process.argv = typed;
    process.exitCode = undefined;
  });
  const bees = { name: 'npm run bees', help: '', options: contextOption };

  it('is given its options', async () => {
    const ran = vi.fn<Parameters<typeof runCommand<typeof contextOption>>[1]>(async () => {});
    await runCommand(bees, ran);
    expect(ran).toHaveBeenCalledWith({ values: { context: ['a=1'] }, positionals: [] });
    expect(process.exitCode).toBeUndefined();
  });

  it.each([
    [new CommandError('The port is in use'), exitCode.failed, 'The port is in use'],
    [new UsageError('PORT is no number'), exitCode.usage, 'PORT is no number'],
    [new SettingsError(['a: no', 'b: no']), exitCode.usage, 'a: no\nb: no'],
  ])('tells what its user can mend without a stack trace: %s', async (error, code, message) => {
    await runCommand(bees, () => Promise.reject(error));
    expect(process.exitCode).toBe(code);
    expect(console.error).toHaveBeenCalledExactlyOnceWith(message);
  });

  it('shows the stack of any other error', async () => {
    await runCommand(bees, () => Promise.reject(new TypeError('x is not a function')));
    expect(process.exitCode).toBe(exitCode.failed);
    expect(console.error).toHaveBeenCalledExactlyOnceWith(
      expect.stringMatching(/^TypeError: x is not a function\n +at /),
    );
  });

  it.each([
    new CommandError('llama says \u001b]0;owned\u0007\u009b'),
    new TypeError('\u001b]0;owned\u0007\u009b'),
  ])('lets no message steer the terminal: %j', async (error) => {
    await runCommand(bees, () => Promise.reject(error));
    const [printed] = vi.mocked(console.error).mock.calls[0] as [string];
    expect(printed).toContain('\\u001b]0;owned\\u0007\\u009b');
    expect(printed).not.toMatch(/[\u001b\u0007\u009b]/);
  });
});

describe('the exit codes in docs/troubleshooting.md', () => {
  it('are those of the code', () => {
    const told = rows(section(read('docs/troubleshooting.md'), 'Exit codes')).map(([code]) => Number(code));
    expect(told).toEqual(Object.values(exitCode));
  });
});
