import { describe, expect, it } from 'vitest';
import { readBlock } from '../../../../lib/command/markdown-block.ts';
import { type Figure, isReached, readFigures } from '../../../../lib/tools/bench/figures.ts';
import { memoryGrowth } from '../../../../lib/tools/bench/load.ts';
import { type BenchReport, describeReport, renderTable } from '../../../../lib/tools/bench/report.ts';
import { read } from '../../../docs/page-text.ts';

const run = (cpuMs: number, maxRssKb = 100, connections = 1, records = 0) => ({
  records,
  cpuMs,
  warmCpuMs: cpuMs,
  maxRssKb,
  connections,
});
const level = Array.from({ length: 100 }, () => 500);

function measure(): Figure[] {
  const cold = {
    node: [run(10), run(20)],
    bare: [run(20), run(40)],
    ours: [run(50, 150), run(110, 150)],
    withoutBudget: [run(40, 150), run(90, 150)],
  };
  const warm = { bare: [run(100)], ours: [run(700, 1, 3, 2_400)], withoutBudget: [run(500)] };
  return readFigures({ cold, warm, zipBytes: 130_400, rssMb: level });
}

describe('the figures', () => {
  it('are medians of paired ratios beside their bounds', () => {
    const figures = measure();
    expect(figures.map(({ measured }) => measured)).toEqual([5.25, 2.625, 1.5, 130.4, 7, 1.2, 3, 0]);
    expect(figures.map(isReached)).toEqual([true, false, true, true, false, true, false, true]);
    expect(figures[0]?.quartiles).toEqual({ q1: 5.125, median: 5.25, q3: 5.375 });
  });

  it('are a table with a tick or a cross', () => {
    const lines = renderTable(measure()).split('\n');
    expect(lines[2]).toMatch(
      /^\| cold: CPU against bare node .*5\.3 × \| +4\.8 × \| 5\.25 × \(5\.13 to 5\.38\) \| +4\.25 × \| ✓ +\|$/,
    );
    expect(lines[3]).toMatch(/2\.63 × .* \| ✗ +\|$/);
    expect(lines[5]).toMatch(/135 kB \|\s+122 kB \|\s+130\.4 kB \|\s+\| ✓ +\|$/);
    expect(lines[7]).toMatch(/1\.2 \|\s+1\.2 \|\s+1\.2 \|\s+0\.00 \| ✓ and the aim \|$/);
    expect(lines[9]).toMatch(/none \|\s+none \|\s+0\.0 % \|\s+\| ✓ and the aim \|$/);
    expect(new Set(lines.map(({ length }) => length)).size).toBe(1);
  });
});

describe('memoryGrowth', () => {
  const samples = (rssMb: (post: number) => number): number[] =>
    Array.from({ length: 100 }, (_, index) => rssMb((index + 1) * 50));

  it('is what the end is above the memory after the first 1,000 posts', () => {
    expect(memoryGrowth(samples((post) => (post <= 1_000 ? 900 : 800)))).toBe(0);
    expect(memoryGrowth(samples((post) => (post <= 1_500 ? 800 : 1_000)))).toBeCloseTo(0.25);
    expect(memoryGrowth(samples((post) => 1_000 - post / 50))).toBeLessThan(0);
  });

  it('sees a leak below the rise and fall of garbage, and no leak in that alone', () => {
    const garbage = (post: number) => 700 + (post % 700) / 14;
    expect(Math.abs(memoryGrowth(samples(garbage)))).toBeLessThan(0.02);
    expect(memoryGrowth(samples((post) => garbage(post) + post / 50))).toBeGreaterThan(0.02);
  });

  it('is not moved by a few samples that stand out', () => {
    expect(memoryGrowth(samples((post) => (post % 500 === 0 ? 2_000 : 800)))).toBe(0);
  });
});

it('the figures of docs/performance.md are those of the kept run', () => {
  const report: BenchReport = JSON.parse(read('docs/bench/bench.json'));
  expect(readBlock(read('docs/performance.md'), 'bench')).toBe(describeReport(report));
});
