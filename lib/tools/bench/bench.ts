import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFunctions } from '../../bundle/bundle.ts';
import { candidateEnvironment, listCandidates, type Surroundings } from './candidates.ts';
import { makeCertificate } from './certificate.ts';
import type { Measurements } from './figures.ts';
import { load, runLoad } from './load.ts';
import { runRounds } from './rounds.ts';
import { startBucketEndpoint, startModelEndpoint } from './tls-endpoints.ts';
import { zipSizeBytes } from './zip-size.ts';

/** How often a warm process is called in sequence. */
export const warmCalls = 2_000;

/**
 * Takes all measurements in one run.
 *
 * @param rounds how often each candidate is measured, cold and warm
 * @param onProgress told in a line what is done
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
    const { 'post-blog': plain } = await bundleFunctions({
      functions: ['post-blog'],
      outDir: join(folder, 'plain'),
      plain: true,
    });
    const surroundings: Surroundings = {
      modelUrl: endpoints.model.url,
      bucketUrl: endpoints.bucket.url,
      bundle,
      plain,
    };
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
      { calls: warmCalls, environment, endpoints },
      rounded('warm'),
    );
    const underLoad = await runLoad((posts) => onProgress(`load: ${posts} of ${load.posts} posts`));
    return { cold, warm, zipBytes: zipSizeBytes(bundle), load: underLoad };
  } finally {
    await Promise.all([endpoints.model.close(), endpoints.bucket.close()]);
    await rm(folder, { recursive: true, force: true });
  }
}
