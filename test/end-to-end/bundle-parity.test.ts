import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFunctions } from '../../lib/bundle/bundle.ts';
import { type BundleVariant, shown, startVariant } from './bundle-variant.ts';
import { parityScenarios } from './parity-scenarios.ts';

let folder: string;
let trimmed: BundleVariant;
let untrimmed: BundleVariant;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parity-'));
  [trimmed, untrimmed] = await Promise.all([
    bundleFunctions({ outDir: join(folder, 'trimmed') }).then(startVariant),
    bundleFunctions({ outDir: join(folder, 'untrimmed'), plain: true }).then(startVariant),
  ]);
}, 120_000);
afterAll(async () => {
  await Promise.all([trimmed?.close(), untrimmed?.close()]);
  await rm(folder, { recursive: true, force: true });
});

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
