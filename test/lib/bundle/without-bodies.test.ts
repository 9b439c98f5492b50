import { describe, expect, it } from 'vitest';
import { unused } from '../../../lib/bundle/unused.ts';
import { withoutBodies } from '../../../lib/bundle/without-bodies.ts';

const missed: string[] = [];
const without = (code: string, ...names: string[]): string =>
  withoutBodies(code, names, (name) => missed.push(name));

describe('withoutBodies', () => {
  it.each([
    ['a function', 'export function go(a, b = {}) {\n    if (a) {\n    }\n    return b;\n}'],
    ['an async function', 'async function go(a) {\n    return a;\n}'],
    ['a constant function', 'export const go = async (a) => {\n    return a;\n};'],
    ['a method', 'class A {\n    async go(a) {\n        if (a) {\n            a();\n        }\n    }\n}'],
    ['a static method', 'class A {\n    static go() {\n        return 1;\n    }\n}'],
    ['a function of an object', 'const a = {\n    go: (a, b) => {\n        return a;\n    },\n};'],
  ])('leaves the head of %s, which throws', (_, code) => {
    const stub = without(code, 'go');
    expect(stub).toMatch(/go.*\{ throw trimmed\("go"\); \}/);
    expect(stub).not.toContain('return');
    expect(stub.split('{').length).toBe(stub.split('}').length);
  });

  it('takes private methods, and leaves calls and other functions alone', () => {
    const code =
      'class A {\n    go() {\n        this.#go(1);\n    }\n    #go(a) {\n        return a;\n    }\n}';
    expect(without(code, '#go')).toBe(
      'class A {\n    go() {\n        this.#go(1);\n    }\n    #go(a) { throw trimmed("#go"); }\n}',
    );
  });

  it('tells a name that the code does not define', () => {
    expect(without('go();\nfunction going() {\n}', 'go')).toContain('going');
    expect(missed).toEqual(['go']);
  });

  it.each(unused)('has a reason for each name of $module', ({ names, reason }) => {
    expect(names.length).toBeGreaterThan(0);
    expect(reason).toMatch(/\.$/);
  });
});
