import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const folder = new URL('../.github/workflows/', import.meta.url);
const workflows = readdirSync(folder).map(
  (name) => [name, readFileSync(new URL(name, folder), 'utf8')] as const,
);
const ofName = (name: string): string => workflows.find(([found]) => found === name)?.[1] ?? '';

describe.each(workflows)('%s', (_, text) => {
  it('pins every action by its commit, and says which version that is', () => {
    const uses = text.match(/^.*\buses:.*$/gm) ?? [];
    expect(uses.length).toBeGreaterThan(0);
    for (const line of uses) expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('says what it may do, and writes nothing to the repository', () => {
    expect(text).toMatch(/^permissions:/m);
    const writes = text.match(/^ *[\w-]+: write\b/gm)?.map((line) => line.trim()) ?? [];
    expect(writes.filter((line) => line !== 'id-token: write')).toEqual([]);
    expect(text).toContain('persist-credentials: false');
    // It would run a fork's code with the rights of the repository.
    expect(text).not.toContain('pull_request_target');
  });

  it('puts nothing that others write into a shell, and uses no keys', () => {
    expect(text).not.toMatch(/run:.*\$\{\{ *(?:inputs|github|vars)\./);
    expect(text).not.toMatch(/secrets\.|access-key/);
  });
});

describe('the workflows', () => {
  it('are a test on push, a synth and a diff on pull requests, and a deployment by hand', () => {
    expect(workflows.map(([name]) => name).sort()).toEqual(['deploy.yml', 'pull-request.yml', 'test.yml']);
    expect(ofName('test.yml')).toContain('run: bash .ci/run');
    expect(ofName('pull-request.yml')).toMatch(/npm run synth[\s\S]*cdk diff/);
    expect(ofName('deploy.yml')).toMatch(/workflow_dispatch[\s\S]*environment: \$\{\{ inputs\.stage \}\}/);
  });
});
