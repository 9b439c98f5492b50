import { expect, it } from 'vitest';
import { renderChart } from '../../../lib/bench/chart.ts';
import { captionOf } from '../../../lib/bench/machine.ts';
import { type BenchReport, describeReport } from '../../../lib/bench/report.ts';
import { readBlock } from '../../../lib/markdown-block.ts';
import { read } from '../../readme-text.ts';

const report: BenchReport = JSON.parse(read('docs/bench/bench.json'));

it('the figures of the README are those of the kept run', () => {
  expect(readBlock(read('README.md'), 'bench')).toBe(describeReport(report));
});

it('the chart is made from the kept run', () => {
  expect(read('docs/bench/bench.svg')).toBe(
    renderChart(report.figures, captionOf(report.machine, report.date)),
  );
});
