import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundleFunctions } from '../../../lib/bundle/bundle.ts';
import { zipSizeBytes } from '../../../lib/tools/bench/bench.ts';
import type { BenchReport } from '../../../lib/tools/bench/report.ts';

let folder: string;
let options: { functions: ['greet']; entryDir: string; outDir: string };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundle-'));
  options = { functions: ['greet'], entryDir: join(folder, 'lambda'), outDir: join(folder, 'out') };
  await mkdir(options.entryDir);
  await writeFile(
    join(options.entryDir, 'words.ts'),
    "export class Refused extends Error { name = 'Refused' }\nexport const word: string = 'hello';",
  );
  await writeFile(
    join(options.entryDir, 'greet.ts'),
    "import { Refused, word } from './words.ts';\nexport const handler = () => [word, new Refused().name];",
  );
});

afterEach(() => rm(folder, { recursive: true }));

describe('bundleFunctions', () => {
  it('makes a self-contained module of each function', async () => {
    const { greet } = await bundleFunctions(options);
    expect(greet).toBe(join(options.outDir, 'greet'));
    expect(await readdir(greet)).toEqual(['greet.mjs']);
    const { handler } = await import(join(greet, 'greet.mjs'));
    expect(handler()).toEqual(['hello', 'Refused']);
  });

  it('puts lazily imported modules into separate files', async () => {
    await writeFile(
      join(options.entryDir, 'greet.ts'),
      "export const handler = async () => (await import('./words.ts')).word;",
    );
    const { greet } = await bundleFunctions(options);
    expect(await readdir(greet)).toContainEqual(expect.stringMatching(/^words-\w+\.mjs$/));
    expect(await (await import(`${join(greet, 'greet.mjs')}?later`)).handler()).toBe('hello');
  });

  it("loads Node's modules without evaluating their unused exports", async () => {
    await writeFile(
      join(options.entryDir, 'greet.ts'),
      "import { request } from 'node:http';\nimport https from 'https';\nexport const handler = () => [typeof request, typeof https.get];",
    );
    const { greet } = await bundleFunctions(options);
    const code = await readFile(join(greet, 'greet.mjs'), 'utf8');
    expect(code).not.toMatch(/\bimport\b/);
    expect(code).not.toContain('WebSocket');
    expect((await import(`${join(greet, 'greet.mjs')}?node`)).handler()).toEqual(['function', 'function']);
  });

  it('puts the source map outside the deployed folders, without a reference in the code', async () => {
    const { greet } = await bundleFunctions(options);
    expect((await readdir(options.outDir)).sort()).toEqual(['greet', 'sourcemaps']);
    expect(await readFile(join(greet, 'greet.mjs'), 'utf8')).not.toContain('sourceMappingURL');
    const maps = join(options.outDir, 'sourcemaps', 'greet');
    const { sources } = JSON.parse(await readFile(join(maps, 'greet.mjs.map'), 'utf8'));
    expect(sources.map((path: string) => resolve(maps, path))).toContain(join(options.entryDir, 'words.ts'));
  });

  it('removes the files of an earlier bundle, which would be deployed too', async () => {
    const { greet } = await bundleFunctions(options);
    await writeFile(join(greet, 'chunk-old.mjs'), '');
    await bundleFunctions(options);
    expect(await readdir(greet)).toEqual(['greet.mjs']);
  });

  it('does not write a bundle that would not change', async () => {
    const { greet } = await bundleFunctions(options);
    const before = await stat(join(greet, 'greet.mjs'), { bigint: true });
    await bundleFunctions(options);
    const after = await stat(join(greet, 'greet.mjs'), { bigint: true });
    expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
  });

  it('may run several times at once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => bundleFunctions(options)));
    expect((await readdir(options.outDir)).sort()).toEqual(['greet', 'sourcemaps']);
    const { handler } = await import(join(options.outDir, 'greet', 'greet.mjs'));
    expect(handler()).toEqual(['hello', 'Refused']);
  });

  it('removes unused objects with computed keys, which esbuild keeps, and keeps the names of functions and classes', async () => {
    await writeFile(
      join(options.entryDir, 'greet.ts'),
      `const key = 'left out';
const schema = { [key]: 1 };
class Refused extends Error { static of() { return new Refused(); } }
export const handler = () => { throw Refused.of(); };`,
    );
    const { greet } = await bundleFunctions(options);
    expect(await readFile(join(greet, 'greet.mjs'), 'utf8')).not.toContain('left out');
    const { handler } = await import(`${join(greet, 'greet.mjs')}?names`);
    try {
      handler();
    } catch (error) {
      const refused = error as Error;
      // esbuild puts `_` before the name of a class that speaks of itself.
      expect(refused.constructor.name).toMatch(/^_?Refused$/);
      expect(refused.stack).toMatch(/at (?:Function|_?Refused)\.of .*\n.*at handler /);
    }
    expect.assertions(3);
  });

  describe('of every deployed function', () => {
    let folders: Record<string, string>;
    const warnings: string[] = [];
    beforeAll(async () => {
      deployed = await mkdtemp(join(tmpdir(), 'deployed-'));
      folders = await bundleFunctions({ outDir: deployed, onWarning: (text) => warnings.push(text) });
    });
    afterAll(() => rm(deployed, { recursive: true, force: true }));
    let deployed: string;

    it('replaces every module on the list', () => {
      expect(warnings).toEqual([]);
    });

    it('does not call require, which ES modules do not have', async () => {
      for (const [name, path] of Object.entries(folders)) {
        const code = await readFile(join(path, `${name}.mjs`), 'utf8');
        expect(code).not.toContain('Dynamic require of');
        expect(code).toMatch(/export\{(?:[\w$]+ as )?handler\};?\s*$/);
      }
    });

    it('keeps the zipped asset of the POST function below 135 kB, and of the size that docs/bench has', async () => {
      const bytes = zipSizeBytes(folders['post-blog'] ?? '');
      expect(bytes).toBeLessThan(135_000);
      const { figures }: BenchReport = JSON.parse(await readFile('docs/bench/bench.json', 'utf8'));
      const kept = figures.find(({ unit }) => unit === 'kB')?.measured ?? 0;
      expect(Math.abs(bytes / 1_000 - kept)).toBeLessThan(1);
    });
  });
});
