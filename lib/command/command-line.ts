import { type ParseArgsConfig, parseArgs } from 'node:util';
import { closestMatch } from 'leven';
import { exitCode, explainError, UsageError } from './command-error.ts';
import { endWithNpm } from './end-signals.ts';
import { printable } from './printable.ts';
import { useProxy } from './proxy.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** A parsed command line. */
export interface CommandLine<O extends Options> {
  readonly values: ReturnType<typeof parseArgs<{ options: O }>>['values'];
  readonly positionals: readonly string[];
}

export interface Command<O extends Options> {
  /** As typed: `npm run blog`. */
  readonly name: string;
  /** Usage, what it does and every option, `-h` included. The exit codes are added. */
  readonly help: string;
  /** As for `parseArgs` of node:util; `--help` is added. @default none */
  readonly options?: O;
  /** Whether it accepts arguments that are not options. @default false */
  readonly takesPositionals?: boolean;
}

/** `-c name=value`, for commands that read the project's settings. */
export const contextOption = { context: { type: 'string', short: 'c', multiple: true } } as const;

const helpOption = { help: { type: 'boolean', short: 'h' } } as const;

const aboutExitCodes =
  `Exit code: ${exitCode.done} done, ${exitCode.failed} failed, ${exitCode.usage} invalid usage, ` +
  `${exitCode.interrupted} or ${exitCode.terminated} ended by Ctrl-C or SIGTERM.`;

/**
 * Runs a command. `--help` goes to standard output, an error to standard error with its exit code.
 *
 * @example
 * await runCommand({ name: 'npm run bees', help, options: contextOption }, async ({ values }) => {
 *   const settings = await readProjectSettings(values.context);
 * });
 */
export async function runCommand<const O extends Options = Record<never, never>>(
  command: Command<O>,
  run: (line: CommandLine<O>) => Promise<void>,
): Promise<void> {
  endWithNpm(process.env);
  try {
    const line = readCommandLine(command);
    if (line === 'help') console.log(`${command.help}\n\n${aboutExitCodes}`);
    else {
      useProxy(process.env);
      await run(line);
    }
  } catch (error) {
    const { text, code } = explainError(error);
    process.exitCode = code;
    console.error(printable(text));
  }
}

function readCommandLine<O extends Options>(command: Command<O>): CommandLine<O> | 'help' {
  const options: Options = { ...command.options, ...helpOption };
  assertNoneLost(command.name, options, process.env);
  try {
    const { values, positionals } = parseArgs({
      options,
      allowPositionals: command.takesPositionals ?? false,
    });
    return values.help ? 'help' : { values: values as CommandLine<O>['values'], positionals };
  } catch (error) {
    throw new UsageError(
      `${explain(error as Error, Object.keys(options))}\n"${command.name} -- --help" lists the options.`,
    );
  }
}

/**
 * Refuses options that npm parsed as its own because `--` is missing before them: the command would run without them,
 * and a value would become an argument. npm stores its options in the environment, `-c` as `call`.
 */
function assertNoneLost(name: string, options: Options, environment: NodeJS.ProcessEnv): void {
  const ofNpm = (option: string): string => environment[`npm_config_${option}`] ?? '';
  const lost = /^\w+=/.test(ofNpm('call'))
    ? '-c'
    : Object.keys(options)
        .filter((option) => ofNpm(option.replaceAll('-', '_')) !== '')
        .map((option) => `--${option}`)[0];
  if (lost === undefined) return;
  throw new UsageError(
    `npm read ${lost} as its own option: put "--" before the options, as in "${name} -- ${lost} …".`,
  );
}

/** The error of parseArgs, with the option that was probably meant instead of its advice on arguments. */
function explain({ message }: Error, options: readonly string[]): string {
  const typed = /^Unknown option '--([^'=]+)/.exec(message)?.[1];
  const meant = typed === undefined ? undefined : closestMatch(typed, options, { maxDistance: 3 });
  return meant === undefined ? message : `Unknown option '--${typed}': did you mean --${meant}?`;
}
