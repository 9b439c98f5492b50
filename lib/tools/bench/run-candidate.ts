import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Candidate } from './candidates.ts';
import type { Endpoint } from './tls-endpoints.ts';

const usagePreload = fileURLToPath(new URL('./programs/usage.cjs', import.meta.url));

/** The resources that one process used. */
export interface Run {
  /** User and system time of the whole process, in milliseconds. */
  readonly cpuMs: number;
  /** The part after the first answer, in milliseconds; `null` for a program without one. */
  readonly warmCpuMs: number | null;
  /** Peak memory in KB. */
  readonly maxRssKb: number;
  /** Requests of the daily budget for records. */
  readonly records: number;
  /** Connections opened to the endpoint with the most. */
  readonly connections: number;
}

export interface RunOptions {
  /** The number of calls in sequence. */
  readonly calls: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly endpoints: { readonly model: Endpoint; readonly bucket: Endpoint };
}

/**
 * Runs a candidate in a new process.
 *
 * @throws Error if it failed, wrote to standard error, or called an endpoint more or less often than it should
 */
export async function runCandidate(candidate: Candidate, options: RunOptions): Promise<Run> {
  const { calls, environment, endpoints } = options;
  const child = spawn(process.execPath, ['--require', usagePreload, ...candidate.args(calls)], {
    env: { ...environment, ...candidate.environment },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const texts = [1, 2, 3].map((descriptor) => text(child.stdio[descriptor] as Readable));
  const [code] = await once(child, 'close');
  const [log = '', errors = '', usage = ''] = await Promise.all(texts);
  const traffic = [endpoints.model.takeTraffic(), endpoints.bucket.takeTraffic()];
  const fail = (what: string): never => {
    throw new Error(`${candidate.name} ${what}\n${errors}${log.slice(0, 2_000)}`);
  };
  if (code !== 0 || errors !== '') fail(`ended with code ${code}`);
  const expected = candidate.calls ? calls : 0;
  for (const { requests } of traffic) {
    if (requests !== expected) fail(`sent ${requests} right requests to an endpoint, not ${expected}`);
  }
  return {
    ...(JSON.parse(usage) as Pick<Run, 'cpuMs' | 'warmCpuMs' | 'maxRssKb'>),
    connections: Math.max(...traffic.map(({ connections }) => connections)),
    records: traffic.reduce((sum, { records }) => sum + records, 0),
  };
}
