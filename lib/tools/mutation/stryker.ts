import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The mutation tester and its test runner: 90 MB, fetched by npx when needed. */
export const strykerPackages = [
  '@stryker-mutator/core@10.1.1',
  '@stryker-mutator/vitest-runner@10.1.1',
  // The project's own version; otherwise the runner would fetch the newest.
  'vitest@5.1.1',
];

export const strykerConfig = fileURLToPath(new URL('stryker.config.json', import.meta.url));

/** The arguments of npx to run Stryker. */
export function strykerArguments(args: readonly string[]): string[] {
  return ['--yes', ...strykerPackages.map((name) => `--package=${name}`), 'stryker', ...args];
}

/** The arguments of Stryker's run. @param files glob patterns; none for all that the configuration names */
export function runArguments(files: readonly string[]): string[] {
  return ['run', strykerConfig, ...(files.length === 0 ? [] : ['--mutate', files.join(',')])];
}

/** The part of Stryker's report that is read (mutation-testing-report-schema 2). */
export interface MutationReport {
  readonly files: Readonly<
    Record<string, { readonly mutants: readonly { readonly status: string; readonly static?: boolean }[] }>
  >;
}

/** The share of mutants that a test found, in percent, by file and for all; files without mutants are left out. */
export interface MutationScores {
  readonly total: number;
  readonly files: ReadonlyMap<string, number>;
}

/**
 * Reads the scores as Stryker counts them: killed and timed out of these and survived and not covered. Static mutants
 * are left out, the regular expressions of a module above all: vitest loads a module once, so they are never active.
 */
export function readScores({ files }: MutationReport): MutationScores {
  const found = (status: string) => status === 'Killed' || status === 'Timeout';
  const missed = (status: string) => status === 'Survived' || status === 'NoCoverage';
  const scoreOf = (statuses: readonly string[]) => {
    const counted = statuses.filter((status) => found(status) || missed(status));
    return counted.length === 0 ? undefined : (100 * counted.filter(found).length) / counted.length;
  };
  const statuses = Object.entries(files).map(
    ([file, { mutants }]) =>
      [file, mutants.filter((mutant) => !mutant.static).map(({ status }) => status)] as const,
  );
  return {
    total: scoreOf(statuses.flatMap(([, all]) => all)) ?? 100,
    files: new Map(
      statuses.flatMap(([file, all]) => {
        const score = scoreOf(all);
        return score === undefined ? [] : [[file, score] as const];
      }),
    ),
  };
}

/** Reads the report of the last run. @param root the project's folder */
export async function readReport(root: string): Promise<MutationReport> {
  return JSON.parse(await readFile(`${root}/.stryker/mutation.json`, 'utf8')) as MutationReport;
}

/** The scores that are too low, each as a sentence. */
export function findShortfalls(scores: MutationScores, wanted: { total: number; file: number }): string[] {
  const round = (score: number) => score.toFixed(1);
  return [
    ...(scores.total < wanted.total
      ? [`${round(scores.total)} % of the mutants were killed; wanted are ${wanted.total} %.`]
      : []),
    ...[...scores.files]
      .filter(([, score]) => score < wanted.file)
      .map(
        ([file, score]) =>
          `${file}: ${round(score)} % were killed; wanted are ${wanted.file} % of each file.`,
      ),
  ];
}
