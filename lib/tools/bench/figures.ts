import type { LoadRun } from './load.ts';
import { memoryGrowth, noGrowth } from './load.ts';
import type { Runs } from './rounds.ts';
import { pairedRatios, type Quartiles, quartiles } from './statistics.ts';

export type Unit = '×' | 'kB' | 'connections' | '%';

/** One figure beside what it must and should be; less is better in all of them. */
export interface Figure {
  readonly what: string;
  readonly unit: Unit;
  readonly bound: number;
  readonly aim: number;
  readonly measured: number;
  /** Of the rounds' values, where there are rounds. */
  readonly quartiles?: Quartiles;
}

export interface Measurements {
  readonly cold: Runs<'node' | 'bare' | 'untrimmed' | 'ours'>;
  readonly warm: Runs<'bare' | 'ours'>;
  readonly zipBytes: number;
  readonly load: LoadRun;
}

export const isReached = ({ measured, bound }: Figure): boolean => measured <= bound;
export const isAimReached = ({ measured, aim }: Figure): boolean => measured <= aim;

/** The figures of the service. @param warmCalls how often a warm process was called in sequence */
export function readFigures({ cold, warm, zipBytes, load }: Measurements, warmCalls: number): Figure[] {
  const cpu = (runs: readonly { cpuMs: number }[]) => runs.map(({ cpuMs }) => cpuMs);
  const memory = (runs: readonly { maxRssKb: number }[]) => runs.map(({ maxRssKb }) => maxRssKb);
  const warmCpu = (runs: readonly { warmCpuMs: number | null }[]) =>
    runs.map(({ warmCpuMs }) => warmCpuMs ?? Number.NaN);
  const ratio = (what: string, bound: number, aim: number, ratios: readonly number[]): Figure => {
    const found = quartiles(ratios);
    return { what, unit: '×', bound, aim, measured: found.median, quartiles: found };
  };
  const calls = warmCalls.toLocaleString('en');
  return [
    ratio('cold: CPU against bare node', 4.6, 3.6, pairedRatios(cpu(cold.ours), cpu(cold.node))),
    ratio('cold: CPU against two bare requests', 2, 1.6, pairedRatios(cpu(cold.ours), cpu(cold.bare))),
    ratio(
      'cold: peak memory against bare node',
      1.6,
      1.4,
      pairedRatios(memory(cold.ours), memory(cold.node)),
    ),
    { what: "asset of POST's function, zipped", unit: 'kB', bound: 110, aim: 90, measured: zipBytes / 1_000 },
    ratio(
      `warm, ${calls} calls: CPU against two bare requests`,
      4.5,
      3.5,
      pairedRatios(warmCpu(warm.ours), warmCpu(warm.bare)),
    ),
    {
      what: `warm, ${calls} calls: connections per endpoint`,
      unit: 'connections',
      bound: 2,
      aim: 1,
      measured: Math.max(...warm.ours.map(({ connections }) => connections)),
    },
    {
      what: 'load: memory growth after the first 1,000 of 5,000 posts',
      unit: '%',
      bound: noGrowth * 100,
      aim: noGrowth * 100,
      measured: memoryGrowth(load.rssMb) * 100,
    },
  ];
}
