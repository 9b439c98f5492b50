import type { Assumptions } from './assumptions.ts';
import { memoryOfOneCpuMb } from './assumptions.ts';
import type { CpuTimes } from './measured-cpu.ts';
import { costOf, type Prices } from './prices.ts';
import type { Usage } from './usage.ts';

/** What runs of Lambda functions take, by their memory. Times in seconds of waiting and computing together. */
export interface LambdaTimes {
  readonly memoryMb: number;
  /** The part of a vCPU that this memory comes with; code on one thread can use one at the most. */
  readonly cpuShare: number;
  /** What a run computes, apart from waiting. */
  readonly computeSeconds: number;
  /** What a cold start adds to it: to load the code, and to run it for the first time. */
  readonly coldStartSeconds: number;
}

/** A function waits as long with little memory as with much; what it computes takes longer the less it has. */
export function lambdaTimes(memoryMb: number, cpu: CpuTimes): LambdaTimes {
  const cpuShare = Math.min(1, memoryMb / memoryOfOneCpuMb);
  const seconds = (ms: number): number => ms / 1_000 / cpuShare;
  return {
    memoryMb,
    cpuShare,
    computeSeconds: seconds(cpu.requestMs),
    coldStartSeconds: seconds(cpu.initMs + cpu.firstRequestMs - cpu.requestMs),
  };
}

/** How long the runs of a use take together, in seconds. Requests to S3 count as if each waited for the one before. */
export function billedSeconds(
  usage: Usage,
  times: LambdaTimes,
  { modelSeconds, s3Seconds }: Assumptions,
  start: 'warm' | 'cold' = 'warm',
): number {
  const waiting = usage.modelCalls * modelSeconds + (usage.s3Puts + usage.s3Gets) * s3Seconds;
  const aRun = times.computeSeconds + (start === 'cold' ? times.coldStartSeconds : 0);
  return waiting + usage.runs * aRun;
}

/** Requests and GB-seconds, in US dollars. @param seconds of all runs together */
export function lambdaCost(prices: Prices, runs: number, seconds: number, memoryMb: number): number {
  return (
    costOf(prices, 'lambdaRequests', runs) + costOf(prices, 'lambdaGbSeconds', (seconds * memoryMb) / 1_024)
  );
}
