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
  readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>;
}

interface Mutant {
  readonly status: string;
  readonly static?: boolean;
}

/**
 * The percentage of mutants that a test detected, as Stryker counts: killed and timed out, of these and survived and
 * not covered; undefined if there are none. Static mutants are left out, the regular expressions of a module above all:
 * vitest loads a module once, so they are never active.
 */
export function scoreOf(mutants: readonly Mutant[]): number | undefined {
  const tried = mutants.filter((mutant) => !mutant.static).map(({ status }) => status);
  const found = tried.filter((status) => status === 'Killed' || status === 'Timeout').length;
  const missed = tried.filter((status) => status === 'Survived' || status === 'NoCoverage').length;
  return found + missed === 0 ? undefined : (100 * found) / (found + missed);
}

/** Reads the report of the last run. @param root the project's folder */
export async function readReport(root: string): Promise<MutationReport> {
  return JSON.parse(await readFile(`${root}/.stryker/mutation.json`, 'utf8')) as MutationReport;
}

/** The scores that are too low, of all mutants and of each file, each as a sentence. */
export function findShortfalls(
  { files }: MutationReport,
  wanted: { readonly total: number; readonly file: number },
): string[] {
  const total = scoreOf(Object.values(files).flatMap(({ mutants }) => mutants)) ?? 100;
  const ofAll =
    total < wanted.total
      ? [`${total.toFixed(1)} % of the mutants were killed; the goal is ${wanted.total} %.`]
      : [];
  const ofFiles = Object.entries(files).flatMap(([file, { mutants }]) => {
    const score = scoreOf(mutants) ?? 100;
    if (score >= wanted.file) return [];
    return [`${file}: ${score.toFixed(1)} % were killed; the goal is ${wanted.file} % of each file.`];
  });
  return [...ofAll, ...ofFiles];
}
