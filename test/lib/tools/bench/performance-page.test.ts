import { expect, it } from 'vitest';
import { readBlock } from '../../../../lib/command/markdown-block.ts';
import { type BenchReport, describeReport } from '../../../../lib/tools/bench/report.ts';
import { read } from '../../../docs/page-text.ts';

it('the figures of docs/performance.md are those of the kept run', () => {
  const report: BenchReport = JSON.parse(read('docs/bench/bench.json'));
  expect(readBlock(read('docs/performance.md'), 'bench')).toBe(describeReport(report));
});
