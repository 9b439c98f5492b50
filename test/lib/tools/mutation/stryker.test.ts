import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  findShortfalls,
  readScores,
  runArguments,
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

describe('the scores of a run', () => {
  const mutants = (...statuses: string[]) => ({ mutants: statuses.map((status) => ({ status })) });

  it('are the shares of mutants that were killed or timed out, without those that could not be tried', () => {
    const scores = readScores({
      files: {
        'a.ts': mutants('Killed', 'Timeout', 'Survived', 'NoCoverage', 'CompileError', 'Ignored'),
        'b.ts': mutants('Killed', 'Killed'),
        'c.ts': mutants('Ignored'),
      },
    });
    expect(scores.files).toEqual(
      new Map([
        ['a.ts', 50],
        ['b.ts', 100],
      ]),
    );
    expect(scores.total).toBeCloseTo(66.67, 1);
  });

  it('leave out mutants that are made as a module loads, which no test can reach', () => {
    const files = { 'a.ts': { mutants: [{ status: 'Killed' }, { status: 'Survived', static: true }] } };
    expect(readScores({ files }).total).toBe(100);
  });

  it('are all there can be where nothing was changed', () => {
    expect(readScores({ files: {} })).toEqual({ total: 100, files: new Map() });
  });

  it('fall short in all, or in one file', () => {
    const scores = {
      total: 89.94,
      files: new Map([
        ['a.ts', 74.9],
        ['b.ts', 75],
      ]),
    };
    expect(findShortfalls(scores, { total: 90, file: 75 })).toEqual([
      '89.9 % of the mutants were killed; wanted are 90 %.',
      'a.ts: 74.9 % were killed; wanted are 75 % of each file.',
    ]);
    expect(findShortfalls({ total: 90, files: new Map() }, { total: 90, file: 75 })).toEqual([]);
  });
});
