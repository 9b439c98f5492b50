import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { warmCalls } from './bench.ts';
import { renderChart } from './chart.ts';
import { type Figure, isAimReached, isReached, type Measurements, readFigures } from './figures.ts';
import { load, noGrowth } from './load.ts';
import { captionOf, describeMachine, type Machine } from './machine.ts';
import type { Run } from './run-candidate.ts';
import { type Quartiles, quartiles } from './statistics.ts';
import { renderTable } from './table.ts';
import { zipLevel } from './zip-size.ts';

/** What is written as JSON beside the table. Times in milliseconds, memory in KB, and MB under load. */
export interface BenchReport {
  readonly date: string;
  readonly machine: Machine;
  readonly rounds: number;
  readonly warmCalls: number;
  readonly zipLevel: number;
  readonly figures: readonly (Figure & { readonly reached: boolean; readonly aimReached: boolean })[];
  readonly cold: Readonly<Record<string, { readonly cpuMs: Quartiles; readonly maxRssKb: Quartiles }>>;
  readonly warm: Readonly<Record<string, { readonly cpuMs: Quartiles; readonly maxRssKb: Quartiles }>>;
  readonly load: typeof load & {
    readonly noGrowth: number;
    readonly seconds: number;
    readonly rssMb: readonly number[];
  };
}

/** The report of a run. @param date default now, as ISO 8601 */
export function makeReport(
  measurements: Measurements,
  rounds: number,
  date = new Date().toISOString(),
): BenchReport {
  const summarize = (runs: Readonly<Record<string, readonly Run[]>>, cpuOf: (run: Run) => number) =>
    Object.fromEntries(
      Object.entries(runs).map(([name, all]) => [
        name,
        { cpuMs: quartiles(all.map(cpuOf)), maxRssKb: quartiles(all.map(({ maxRssKb }) => maxRssKb)) },
      ]),
    );
  return {
    date,
    machine: describeMachine(),
    rounds,
    warmCalls,
    zipLevel,
    figures: readFigures(measurements, warmCalls).map((figure) => ({
      ...figure,
      reached: isReached(figure),
      aimReached: isAimReached(figure),
    })),
    cold: summarize(measurements.cold, ({ cpuMs }) => cpuMs),
    warm: summarize(measurements.warm, ({ warmCpuMs }) => warmCpuMs ?? Number.NaN),
    load: {
      ...load,
      noGrowth,
      ...measurements.load,
      rssMb: measurements.load.rssMb.map((mb) => Math.round(mb)),
    },
  };
}

/** The report as docs/performance.md has it: the table, and where it was taken. */
export function describeReport({ figures, machine, date, rounds }: BenchReport): string {
  const versions = Object.entries(machine.packages).map(([name, version]) => `${name} ${version}`);
  return (
    `${renderTable(figures)}\n\nTaken in ${rounds} rounds on: ${captionOf(machine, date)}; ${versions.join(', ')}. ` +
    'In brackets the middle half of the rounds.'
  );
}

/** Writes `bench.json` and the chart made from it, `bench.svg`. @returns their paths */
export async function writeReport(report: BenchReport, folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const files = {
    'bench.json': `${JSON.stringify(report, null, 2)}\n`,
    'bench.svg': renderChart(report.figures, captionOf(report.machine, report.date)),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return Object.keys(files).map((name) => join(folder, name));
}
