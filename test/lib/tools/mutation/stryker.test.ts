import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  findShortfalls,
  runArguments,
  scoreOf,
  strykerArguments,
  strykerConfig,
  strykerPackages,
} from '../../../../lib/tools/mutation/stryker.ts';

describe('the mutation tester', () => {
  it('is fetched in exact versions, and runs the tests by the vitest of the project', () => {
    const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(strykerPackages).toContain(`vitest@${devDependencies.vitest}`);
    expect(strykerArguments(['--version'])).toEqual([
      '--yes',
      ...strykerPackages.map((name) => `--package=${name}`),
      'stryker',
      '--version',
    ]);
    for (const name of strykerPackages) expect(name).toMatch(/@\d+\.\d+\.\d+$/);
  });

  it('changes what its configuration names, or the files that were asked for', () => {
    expect(runArguments([])).toEqual(['run', strykerConfig]);
    expect(runArguments(['a.ts', 'b/*.ts'])).toEqual(['run', strykerConfig, '--mutate', 'a.ts,b/*.ts']);
    const { mutate } = JSON.parse(readFileSync(strykerConfig, 'utf8'));
    expect(mutate).toEqual(['core', 'http', 'events'].map((room) => `lambda/${room}/**/*.ts`));
  });
});

describe('the score of mutants', () => {
  const mutants = (...statuses: string[]) => statuses.map((status) => ({ status }));

  it('is the share that was killed or timed out, without those that could not be tried', () => {
    const statuses = ['Killed', 'Timeout', 'Survived', 'NoCoverage', 'CompileError', 'Ignored'];
    expect(scoreOf(mutants(...statuses))).toBe(50);
    expect(scoreOf(mutants('Ignored'))).toBeUndefined();
  });

  it('leaves out mutants that are made as a module loads, which no test can reach', () => {
    expect(scoreOf([{ status: 'Killed' }, { status: 'Survived', static: true }])).toBe(100);
  });

  it('falls short in all, or in one file', () => {
    const file = (killed: number, survived: number) => ({
      mutants: mutants(...Array(killed).fill('Killed'), ...Array(survived).fill('Survived')),
    });
    const files = { 'a.ts': file(749, 251), 'b.ts': file(750, 250), 'c.ts': file(0, 0) };
    expect(findShortfalls({ files }, { total: 90, file: 75 })).toEqual([
      '75.0 % of the mutants were killed; the goal is 90 %.',
      'a.ts: 74.9 % were killed; the goal is 75 % of each file.',
    ]);
    expect(findShortfalls({ files: { 'a.ts': file(9, 1) } }, { total: 90, file: 75 })).toEqual([]);
    expect(findShortfalls({ files: {} }, { total: 90, file: 75 })).toEqual([]);
  });
});
