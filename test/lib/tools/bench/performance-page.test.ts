import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bundleFunctions } from '../../../../lib/bundle/bundle.ts';
import { readBlock } from '../../../../lib/command/markdown-block.ts';
import { zipSizeBytes } from '../../../../lib/tools/bench/bench.ts';
import { type BenchReport, describeReport } from '../../../../lib/tools/bench/report.ts';
import { read } from '../../../docs/page-text.ts';

const report: BenchReport = JSON.parse(read('docs/bench/bench.json'));

it('the figures of docs/performance.md are those of the kept run', () => {
  expect(readBlock(read('docs/performance.md'), 'bench')).toBe(describeReport(report));
});

it('the kept run has the size of the asset as it is now', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'asset-'));
  const { 'post-blog': bundle } = await bundleFunctions({ functions: ['post-blog'], outDir: folder });
  const kept = report.figures.find(({ unit }) => unit === 'kB')?.measured ?? 0;
  expect(Math.abs(zipSizeBytes(bundle) / 1_000 - kept)).toBeLessThan(1);
  await rm(folder, { recursive: true });
});
