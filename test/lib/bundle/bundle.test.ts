import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundleFunctions } from '../../../lib/bundle/bundle.ts';
import { zipSizeBytes } from '../../../lib/tools/bench/zip-size.ts';

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
  it('makes a module of each function that runs by itself', async () => {
    const { greet } = await bundleFunctions(options);
    expect(greet).toBe(join(options.outDir, 'greet'));
    expect(await readdir(greet)).toEqual(['greet.mjs']);
    const { handler } = await import(join(greet, 'greet.mjs'));
    expect(handler()).toEqual(['hello', 'Refused']);
  });

  it('puts what is imported later into a file of its own', async () => {
    await writeFile(
      join(options.entryDir, 'greet.ts'),
      "export const handler = async () => (await import('./words.ts')).word;",
    );
    const { greet } = await bundleFunctions(options);
    expect(await readdir(greet)).toEqual(['greet.mjs', expect.stringMatching(/^words-\w+\.mjs$/)]);
    expect(await (await import(`${join(greet, 'greet.mjs')}?later`)).handler()).toBe('hello');
  });

  it("takes Node's modules without evaluating what is not used of them", async () => {
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

  it('puts the source map beside the folders that are deployed and does not mention it in the code', async () => {
    const { greet } = await bundleFunctions(options);
    expect((await readdir(options.outDir)).sort()).toEqual(['greet', 'sourcemaps']);
    expect(await readFile(join(greet, 'greet.mjs'), 'utf8')).not.toContain('sourceMappingURL');
    const map = JSON.parse(
      await readFile(join(options.outDir, 'sourcemaps', 'greet', 'greet.mjs.map'), 'utf8'),
    );
    expect(map.sources).toContain('../../lambda/words.ts');
  });

  it('removes what an earlier bundle left behind, which would be deployed too', async () => {
    const { greet } = await bundleFunctions(options);
    await writeFile(join(greet, 'chunk-old.mjs'), '');
    await bundleFunctions(options);
    expect(await readdir(greet)).toEqual(['greet.mjs']);
  });

  it('leaves a bundle alone that would not change', async () => {
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

  it('bundles every deployed function without a call of require, which a module does not have', async () => {
    const folders = await bundleFunctions({ outDir: options.outDir });
    for (const [name, path] of Object.entries(folders)) {
      const code = await readFile(join(path, `${name}.mjs`), 'utf8');
      expect(code).not.toContain('Dynamic require of');
      expect(code).toMatch(/export\{[\w$]+ as handler\};?\s*$/);
    }
  });

  it('keeps the zipped asset of the POST function below 110 kB', async () => {
    const { 'post-blog': folder } = await bundleFunctions({ outDir: options.outDir });
    expect(zipSizeBytes(folder)).toBeLessThan(110_000);
  });
});
