import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { bundleFunctions } from '../../bundle/bundle.ts';
import { type Candidate, candidateEnvironment, listCandidates } from './candidates.ts';
import { type Measurements, warmCalls } from './figures.ts';
import { load, runLoad } from './load.ts';
import { type Run, type RunOptions, runCandidate } from './run-candidate.ts';
import { shuffle } from './statistics.ts';
import { makeCertificate, startBucketEndpoint, startModelEndpoint } from './tls-endpoints.ts';

/** The default is for fewer posts a day. */
const warmBudget = '1000000';

/**
 * Runs all measurements.
 *
 * @param rounds how often each candidate is measured, cold and warm
 * @param onProgress called with a line about the progress
 */
export async function measure(rounds: number, onProgress: (text: string) => void): Promise<Measurements> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const certificate = await makeCertificate();
  const endpoints = {
    model: await startModelEndpoint(certificate),
    bucket: await startBucketEndpoint(certificate),
  };
  try {
    const caPath = join(folder, 'ca.pem');
    await writeFile(caPath, certificate.cert);
    const { 'post-blog': bundle } = await bundleFunctions();
    const surroundings = { modelUrl: endpoints.model.url, bucketUrl: endpoints.bucket.url, bundle };
    const candidates = listCandidates(surroundings);
    const environment = candidateEnvironment(surroundings, caPath);
    const rounded = (what: string) => (round: number) => {
      if (round % 5 === 0 || round === rounds) onProgress(`${what}: round ${round} of ${rounds}`);
    };
    const cold = await runRounds(candidates, rounds, { calls: 1, environment, endpoints }, rounded('cold'));
    const { bare, ours, withoutBudget } = candidates;
    const warm = await runRounds(
      { bare, ours, withoutBudget },
      rounds,
      { calls: warmCalls, environment: { ...environment, DAILY_TOKEN_BUDGET: warmBudget }, endpoints },
      rounded('warm'),
    );
    const rssMb = await runLoad((posts) => onProgress(`load: ${posts} of ${load.posts} posts`));
    return { cold, warm, zipBytes: zipSizeBytes(bundle), rssMb };
  } finally {
    await Promise.all([endpoints.model.close(), endpoints.bucket.close()]);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs every candidate once per round, in a new order each round. */
async function runRounds<Name extends string>(
  candidates: Readonly<Record<Name, Candidate>>,
  rounds: number,
  options: RunOptions,
  onRound: (round: number) => void,
): Promise<Record<Name, Run[]>> {
  const names = Object.keys(candidates) as Name[];
  const runs = Object.fromEntries(names.map((name) => [name, [] as Run[]])) as Record<Name, Run[]>;
  for (let round = 1; round <= rounds; round += 1) {
    for (const name of shuffle(names)) runs[name].push(await runCandidate(candidates[name], options));
    onRound(round);
  }
  return runs;
}

/** The size of the zip of a folder's files, in bytes, compressed as the CDK compresses assets. */
export function zipSizeBytes(folder: string): number {
  const files = readdirSync(folder).map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))]);
  return zipSync(Object.fromEntries(files), { level: 9 }).length;
}
