import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startLocalService } from '../../local/local-service.ts';
import { serveWriter } from '../../local/models/model-source.ts';
import { createStandInWriter } from '../../local/models/stand-in-writer.ts';
import type { Settings } from '../../settings/settings.ts';
import { sampleTopic } from './measured-posts.ts';

/** What `POST /blog` needs of a CPU and of memory, on one machine. */
export interface CpuTimes {
  /** The day of the measurement, `YYYY-MM-DD`. */
  readonly taken: string;
  readonly machine: string;
  /** The version of Node. */
  readonly node: string;
  /** From the start of the process until the bundle is loaded, in milliseconds of CPU. */
  readonly initMs: number;
  /** The first request after it: the clients connect, and nothing is compiled yet. */
  readonly firstRequestMs: number;
  /** The mean of the requests that follow. */
  readonly requestMs: number;
  /** The most memory that the process held, in megabytes. */
  readonly maxMemoryMb: number;
}

const file = new URL('./cpu-times.json', import.meta.url);

/** The measurement that the project's documents compute with. */
export async function readCpuTimes(): Promise<CpuTimes> {
  return JSON.parse(await readFile(file, 'utf8'));
}

/** Puts another in its place. */
export async function keepCpuTimes(times: CpuTimes): Promise<void> {
  await writeFile(file, `${JSON.stringify(times, null, 2)}\n`);
}

const processes = 5;
const requestsOfAProcess = 20;

/**
 * Measures it here: the deployed bundle of `post-blog` in a process of its own, against the stand-ins, over HTTP
 * without TLS. Of five processes the median counts.
 */
export async function measureCpu(settings: Settings): Promise<CpuTimes> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cpu-'));
  const service = await startLocalService({
    settings,
    model: { ...(await serveWriter({ writer: createStandInWriter() })), billed: true },
    dataDir,
  });
  try {
    const { bundlePath, environment } = service.deployments['post-blog'];
    const env = await environment();
    const runs: CpuRun[] = [];
    for (let run = 0; run < processes; run += 1) runs.push(await runOnce(bundlePath, env));
    const median = (of: (run: CpuRun) => number): number =>
      Math.round(runs.map(of).sort((a, b) => a - b)[Math.floor(processes / 2)] ?? 0);
    return {
      taken: new Date().toISOString().slice(0, 10),
      machine: `${cpus()[0]?.model ?? 'unknown'} (${process.arch})`,
      node: process.version,
      initMs: median(({ initMs }) => initMs),
      firstRequestMs: median(({ runsMs }) => runsMs[0] ?? 0),
      requestMs: median(({ runsMs }) => mean(runsMs.slice(1))),
      maxMemoryMb: median(({ maxMemoryMb }) => maxMemoryMb),
    };
  } finally {
    await service.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

interface CpuRun {
  readonly initMs: number;
  readonly runsMs: readonly number[];
  readonly maxMemoryMb: number;
}

async function runOnce(bundlePath: string, env: Record<string, string>): Promise<CpuRun> {
  const child = fork(fileURLToPath(new URL('./cpu-process.mjs', import.meta.url)), [bundlePath], {
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  await once(child, 'message');
  const answered = once(child, 'message');
  child.send(Array.from({ length: requestsOfAProcess }, makeEvent));
  const [run] = await answered;
  await once(child, 'exit');
  return run;
}

/** As API Gateway would send it, of what the function reads. */
function makeEvent(_: unknown, index: number) {
  return {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ blog_topic: `${sampleTopic} ${index}` }),
    isBase64Encoded: false,
    requestContext: { requestId: crypto.randomUUID() },
  };
}

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
