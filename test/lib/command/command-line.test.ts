import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CommandError, exitCode, UsageError } from '../../../lib/command/command-error.ts';
import { contextOption, runCommand } from '../../../lib/command/command-line.ts';
import { SettingsError } from '../../../lib/settings/setting-conflicts.ts';
import { read, rows, section } from '../../docs/page-text.ts';
import { run } from './run-command.ts';

const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
const commands = Object.entries(scripts).flatMap(([script, line]) => {
  const name = /^node bin\/run\.mjs (\S+)$/.exec(line)?.[1];
  return name === undefined ? [] : [{ name, typed: script === 'start' ? 'npm start' : `npm run ${script}` }];
});

// Where the shell sets both, Node warns that one of them does not count.
const environment = { ...process.env, FORCE_COLOR: undefined, NO_COLOR: undefined };

it.each(commands)('$name answers --help on standard output', async ({ name, typed }) => {
  const { code, stdout, stderr } = await run([name, '--help'], environment);
  expect([code, stderr]).toEqual([exitCode.done, '']);
  expect(stdout).toMatch(new RegExp(`^${typed}\\b`));
  expect(stdout).toMatch(/^ +-h, --help {2,}this text$/m);
  expect(stdout).toContain('Exit code: 0 done, 1 failed, 2 invalid usage, 130 or 143 ended by');
});

it('names the option that was probably meant', async () => {
  expect(await run(['blog', '--wordcount', '50', 'Cats'], environment)).toEqual({
    code: exitCode.usage,
    stdout: '',
    stderr:
      "Unknown option '--wordcount': did you mean --word-count?\n" +
      '"npm run blog -- --help" lists the options.\n',
  });
});

it.each([
  ['-c', { npm_config_call: 'region=eu-west-1' }, ['preflight'], 'npm run preflight'],
  ['--context', { npm_config_context: 'true' }, ['start', 'postRate=1'], 'npm start'],
  ['--word-count', { npm_config_word_count: 'true' }, ['blog', '50', 'Cats'], 'npm run blog'],
  ['--json', { npm_config_json: 'true' }, ['blog', 'Cats'], 'npm run blog'],
  ['--all', { npm_config_all: 'true' }, ['redrive'], 'npm run redrive'],
])('refuses to run without %s, which npm read as its own', async (option, ofNpm, args, typed) => {
  expect(await run(args, { ...environment, ...ofNpm })).toEqual({
    code: exitCode.usage,
    stdout: '',
    stderr: `npm read ${option} as its own option: put "--" before the options, as in "${typed} -- ${option} …".\n`,
  });
});

it('runs in a shell that "npx -c" started', async () => {
  const ofNpm = { npm_config_call: 'npm run blog -- -c postRate=1 Cats', npm_config_loglevel: 'silent' };
  expect(await run(['blog', '--help'], { ...environment, ...ofNpm })).toMatchObject({ code: exitCode.done });
});

describe('bin/run.mjs', () => {
  it('names the commands there are', async () => {
    const { code, stdout } = await run(['--help'], environment);
    expect(code).toBe(exitCode.done);
    expect(commands.map(({ name }) => name)).toContain('start');
    expect(stdout.trim().split(': ')[1]?.split(', ')).toEqual(
      expect.arrayContaining(commands.map(({ name }) => name)),
    );
    expect(await run(['poem'], environment)).toMatchObject({
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

  it('receives its options', async () => {
    const ran = vi.fn<Parameters<typeof runCommand<typeof contextOption>>[1]>(async () => {});
    await runCommand(bees, ran);
    expect(ran).toHaveBeenCalledWith({ values: { context: ['a=1'] }, positionals: [] });
    expect(process.exitCode).toBeUndefined();
  });

  it('answers -h on standard output, and does nothing else', async () => {
    process.argv = ['node', 'bees', '-h'];
    const ran = vi.fn();
    vi.spyOn(console, 'log').mockReturnValue();
    await runCommand({ ...bees, help: 'npm run bees' }, ran);
    expect(console.log).toHaveBeenCalledExactlyOnceWith(
      expect.stringMatching(/^npm run bees\n\nExit code: /),
    );
    expect(ran).not.toHaveBeenCalled();
  });

  it.each([
    ['an unknown option', ['--colour'], /^Unknown option '--colour'/],
    ['an argument that is no option', ['wasps'], /^Unexpected argument 'wasps'/],
  ])('refuses %s, and says where the options are', async (_, args, message) => {
    process.argv = ['node', 'bees', ...args];
    const ran = vi.fn();
    await runCommand(bees, ran);
    expect(process.exitCode).toBe(exitCode.usage);
    const [printed] = vi.mocked(console.error).mock.calls[0] as [string];
    expect(printed).toMatch(message);
    expect(printed).toMatch(/\n"npm run bees -- --help" lists the options\.$/);
    expect(ran).not.toHaveBeenCalled();
  });

  it.each([
    [new CommandError('The port is in use'), exitCode.failed, 'The port is in use'],
    [new UsageError('PORT is no number'), exitCode.usage, 'PORT is no number'],
    [new SettingsError('a: no\nb: no'), exitCode.usage, 'a: no\nb: no'],
  ])('shows what its user can fix without a stack trace: %s', async (error, code, message) => {
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
    const listed = rows(section(read('docs/troubleshooting.md'), 'Exit codes')).map(([code]) => Number(code));
    expect(listed).toEqual(Object.values(exitCode));
  });
});
