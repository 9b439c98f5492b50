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
  readonly cold: Record<'node' | 'bare' | 'ours' | 'withoutBudget', Run[]>;
  readonly warm: Record<'bare' | 'ours' | 'withoutBudget', Run[]>;
  readonly zipBytes: number;
  /** The memory under load; see `runLoad`. */
  readonly rssMb: readonly number[];
}

/** The number of calls in sequence to a warm process. */
export const warmCalls = 2_000;

export const isReached = ({ measured, bound }: Figure): boolean => measured <= bound;
export const isAimReached = ({ measured, aim }: Figure): boolean => measured <= aim;

export const cpuOf = ({ cpuMs }: Run): number => cpuMs;
export const warmCpuOf = ({ warmCpuMs }: Run): number => warmCpuMs ?? Number.NaN;
export const memoryOf = ({ maxRssKb }: Run): number => maxRssKb;

export function readFigures({ cold, warm, zipBytes, rssMb }: Measurements): Figure[] {
  const calls = warmCalls.toLocaleString('en');
  const recordsPerPost = (runs: readonly Run[]) => median(runs.map(({ records }) => records / warmCalls));
  return [
    ratio('cold: CPU against bare node', 5.3, 4.8, cpuOf, cold, cold.node),
    ratio('cold: CPU against two bare requests', 2.4, 2.2, cpuOf, cold, cold.bare),
    ratio('cold: peak memory against bare node', 1.6, 1.4, memoryOf, cold, cold.node),
    {
      what: "asset of POST's function, zipped",
      unit: 'kB',
      bound: 135,
      aim: 122,
      measured: zipBytes / 1_000,
    },
    ratio(`warm, ${calls} calls: CPU against two bare requests`, 6.5, 5.5, warmCpuOf, warm, warm.bare),
    {
      what: `warm, ${calls} calls: S3 requests of the budget per post`,
      unit: 'requests',
      bound: 1.2,
      aim: 1.2,
      measured: recordsPerPost(warm.ours),
      withoutBudget: recordsPerPost(warm.withoutBudget),
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
      measured: memoryGrowth(rssMb) * 100,
    },
  ];
}

/** What the function uses, as a multiple of what another program uses. */
function ratio(
  what: string,
  bound: number,
  aim: number,
  read: (run: Run) => number,
  runs: Readonly<Record<'ours' | 'withoutBudget', Run[]>>,
  base: readonly Run[],
): Figure {
  const against = (measured: readonly Run[]) => pairedRatios(measured.map(read), base.map(read));
  const found = quartiles(against(runs.ours));
  const withoutBudget = median(against(runs.withoutBudget));
  return { what, unit: '×', bound, aim, measured: found.median, quartiles: found, withoutBudget };
}
