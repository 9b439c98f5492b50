import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deployedFunctions, type FunctionName } from '../../lambda/core/config/variable.ts';
import { bundleFunctions } from '../../lib/bundle/bundle.ts';
import { type BundleVariant, shown, startVariant } from './bundle-variant.ts';
import { parityScenarios } from './parity-scenarios.ts';

let folder: string;
let trimmed: BundleVariant;
let untrimmed: BundleVariant;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parity-'));
  const bundles = await bundleFunctions({ outDir: join(folder, 'trimmed') });
  [trimmed, untrimmed] = await Promise.all([
    startVariant(bundles),
    bundleWithEsbuildAlone(join(folder, 'untrimmed'), bundles).then(startVariant),
  ]);
}, 120_000);
afterAll(async () => {
  await Promise.all([trimmed?.close(), untrimmed?.close()]);
  await rm(folder, { recursive: true, force: true });
});

/** The same functions with all of the SDK. @param bundles the others, for what the functions read beside their code */
async function bundleWithEsbuildAlone(
  outdir: string,
  bundles: Record<FunctionName, string>,
): Promise<Record<FunctionName, string>> {
  for (const name of deployedFunctions) await cp(bundles[name], join(outdir, name), { recursive: true });
  await build({
    entryPoints: deployedFunctions.map((name) => ({ in: `lambda/${name}.ts`, out: `${name}/${name}` })),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    keepNames: true,
  });
  return Object.fromEntries(deployedFunctions.map((name) => [name, join(outdir, name)])) as Record<
    FunctionName,
    string
  >;
}

describe('the trimmed bundles send, answer and log what the untrimmed ones do where', () => {
  it.each(parityScenarios)('$name', async (scenario) => {
    const [ours, theirs] = await Promise.all([trimmed.run(scenario), untrimmed.run(scenario)]);
    expect(ours).toEqual(theirs);
    expect(ours.map(shown)).toEqual(scenario.shows);
    for (const { headers } of ours.flatMap(({ wire }) => wire)) {
      expect(headers.authorization).toMatch(/^AWS4-HMAC-SHA256 .* Signature=right$|^Bearer bearer$/);
    }
    if (scenario.says !== undefined)
      expect(JSON.stringify(ours.map(({ log }) => log))).toContain(scenario.says);
  });
});
