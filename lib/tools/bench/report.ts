import { readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import {
  cpuOf,
  type Figure,
  isAimReached,
  isReached,
  type Measurements,
  memoryOf,
  readFigures,
  warmCalls,
  warmCpuOf,
} from './figures.ts';
import { load, noGrowth } from './load.ts';
import type { Run } from './run-candidate.ts';
import { quartiles } from './statistics.ts';

/** What docs/bench/bench.json holds. Times in milliseconds, memory in KB, and MB under load. */
export type BenchReport = ReturnType<typeof makeReport>;

/** The report of a run that ends now. */
export function makeReport(measurements: Measurements, rounds: number) {
  return {
    date: new Date().toISOString(),
    machine: describeMachine(),
    rounds,
    warmCalls,
    figures: readFigures(measurements),
    cold: summarize(measurements.cold, cpuOf),
    warm: summarize(measurements.warm, warmCpuOf),
    load: { ...load, noGrowth, rssMb: measurements.rssMb.map((mb) => Math.round(mb)) },
  };
}

/** The table, and where it was measured, as docs/performance.md has it. */
export function describeReport({ figures, machine, date, rounds }: BenchReport): string {
  const { cpu, cores, os, node } = machine;
  const versions = Object.entries(machine.packages).map(([name, version]) => `${name} ${version}`);
  return (
    `${renderTable(figures)}\n\nTaken in ${rounds} rounds on: ${cpu}, ${cores} cores, ${os}, Node ${node}, ` +
    `${date.slice(0, 10)}; ${versions.join(', ')}. In brackets the middle half of the rounds.`
  );
}

function summarize(runs: Readonly<Record<string, readonly Run[]>>, read: (run: Run) => number) {
  const entries = Object.entries(runs).map(([name, all]) => [
    name,
    { cpuMs: quartiles(all.map(read)), maxRssKb: quartiles(all.map(memoryOf)) },
  ]);
  return Object.fromEntries(entries);
}

function describeMachine() {
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
  );
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1e9),
    os: `${type()} ${release().split('.').slice(0, 2).join('.')}`,
    node: process.version,
    packages: { ...dependencies, esbuild: devDependencies.esbuild } as Record<string, string>,
  };
}

/** The figures as a Markdown table that is also readable in a terminal. A tick is a bound that is kept. */
export function renderTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.what,
    formatLimit(figure.bound, figure),
    formatLimit(figure.aim, figure),
    formatMeasured(figure),
    figure.withoutBudget === undefined ? '' : formatValue(figure.withoutBudget, figure, 2),
    `${isReached(figure) ? '✓' : '✗'}${isAimReached(figure) ? ' and the aim' : ''}`,
  ]);
  const head = ['', 'bound', 'aim', 'measured', 'without a budget', ''];
  const isText = (column: number): boolean => column === 0 || column === head.length - 1;
  const widths = head.map((title, column) =>
    Math.max(...[title, ...rows.map((row) => row[column] ?? '')].map(({ length }) => length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (isText(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (isText(column) ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

function formatMeasured(figure: Figure): string {
  const { measured, quartiles } = figure;
  if (quartiles === undefined) return formatValue(measured, figure, 1);
  return `${formatValue(measured, figure, 2)} (${quartiles.q1.toFixed(2)} to ${quartiles.q3.toFixed(2)})`;
}

function formatLimit(limit: number, figure: Figure): string {
  return figure.unit === '%' ? 'none' : formatValue(limit, figure, 1);
}

function formatValue(value: number, { unit }: Figure, digits: number): string {
  const formats: Readonly<Record<Figure['unit'], string>> = {
    '×': `${value.toFixed(digits)} ×`,
    kB: `${value.toFixed(Number.isInteger(value) ? 0 : 1)} kB`,
    '%': `${value > 0 ? '+' : ''}${value.toFixed(1)} %`,
    requests: value.toFixed(digits),
    connections: String(value),
  };
  return formats[unit];
}
