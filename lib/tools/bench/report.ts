import { readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { cpuOf, type Measurements, memoryOf, readFigures, warmCalls, warmCpuOf } from './figures.ts';
import { load, noGrowth } from './load.ts';
import type { Run } from './run-candidate.ts';
import { quartiles } from './statistics.ts';
import { renderTable } from './table.ts';

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

/** This machine, and the versions of what the bundle is made of and with. */
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
