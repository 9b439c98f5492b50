import type { LoadRun } from './load.ts';
import { memoryGrowth, noGrowth } from './load.ts';
import type { Run } from './run-candidate.ts';
import { median, pairedRatios, type Quartiles, quartiles } from './statistics.ts';

type Unit = '×' | 'kB' | 'requests' | 'connections' | '%';

/** A figure with its bound and its aim; less is always better. */
export interface Figure {
  readonly what: string;
  readonly unit: Unit;
  readonly bound: number;
  readonly aim: number;
  readonly measured: number;
  /** Of the rounds' values, if it has rounds. */
  readonly quartiles?: Quartiles;
  /** The same without a daily budget, if it can differ. */
  readonly withoutBudget?: number;
}

export interface Measurements {
  /** The runs of each candidate, by round. */
  readonly cold: Record<'node' | 'bare' | 'plain' | 'ours' | 'withoutBudget', Run[]>;
  readonly warm: Record<'bare' | 'ours' | 'withoutBudget', Run[]>;
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
  const ratio = <Value>(
    what: string,
    bound: number,
    aim: number,
    read: (runs: readonly Value[]) => number[],
    { ours, withoutBudget }: { readonly ours: readonly Value[]; readonly withoutBudget: readonly Value[] },
    base: readonly Value[],
  ): Figure => {
    const found = quartiles(pairedRatios(read(ours), read(base)));
    return {
      what,
      unit: '×',
      bound,
      aim,
      measured: found.median,
      quartiles: found,
      withoutBudget: median(pairedRatios(read(withoutBudget), read(base))),
    };
  };
  const calls = warmCalls.toLocaleString('en');
  return [
    ratio('cold: CPU against bare node', 5.3, 4.8, cpu, cold, cold.node),
    ratio('cold: CPU against two bare requests', 2.4, 2.2, cpu, cold, cold.bare),
    ratio('cold: peak memory against bare node', 1.6, 1.4, memory, cold, cold.node),
    {
      what: "asset of POST's function, zipped",
      unit: 'kB',
      bound: 135,
      aim: 122,
      measured: zipBytes / 1_000,
    },
    ratio(`warm, ${calls} calls: CPU against two bare requests`, 6.5, 5.5, warmCpu, warm, warm.bare),
    {
      what: `warm, ${calls} calls: S3 requests of the budget per post`,
      unit: 'requests',
      bound: 1.2,
      aim: 1.2,
      measured: median(warm.ours.map(({ records }) => records / warmCalls)),
      withoutBudget: median(warm.withoutBudget.map(({ records }) => records / warmCalls)),
    },
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
