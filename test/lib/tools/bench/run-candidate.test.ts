import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFunctions } from '../../../../lib/bundle/bundle.ts';
import {
  candidateEnvironment,
  listCandidates,
  type Surroundings,
} from '../../../../lib/tools/bench/candidates.ts';
import { type RunOptions, runCandidate } from '../../../../lib/tools/bench/run-candidate.ts';
import {
  makeCertificate,
  startBucketEndpoint,
  startModelEndpoint,
} from '../../../../lib/tools/bench/tls-endpoints.ts';

let folder: string;
let options: RunOptions;
let candidates: ReturnType<typeof listCandidates>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bench-test-'));
  const certificate = await makeCertificate();
  const endpoints = {
    model: await startModelEndpoint(certificate),
    bucket: await startBucketEndpoint(certificate),
  };
  const bundles = await bundleFunctions({ outDir: join(folder, 'bundle') });
  await writeFile(join(folder, 'ca.pem'), certificate.cert);
  const surroundings: Surroundings = {
    modelUrl: endpoints.model.url,
    bucketUrl: endpoints.bucket.url,
    bundle: bundles['post-blog'],
  };
  candidates = listCandidates(surroundings);
  options = { calls: 3, environment: candidateEnvironment(surroundings, join(folder, 'ca.pem')), endpoints };
});
afterAll(async () => {
  await Promise.all([options?.endpoints.model.close(), options?.endpoints.bucket.close()]);
  await rm(folder, { recursive: true, force: true });
});

describe('a candidate', () => {
  it.each(['bare', 'ours', 'withoutBudget'] as const)(
    '%s asks each endpoint once a call, over connections that it keeps',
    async (name) => {
      const run = await runCandidate(candidates[name], options);
      // With a budget, the post and the record of what it cost may be written at once.
      expect(run.connections).toBeLessThanOrEqual(name === 'ours' ? 2 : 1);
      expect(run.cpuMs).toBeGreaterThan(run.warmCpuMs ?? 0);
      expect(run.maxRssKb).toBeGreaterThan(10_000);
      expect(run.records > 0).toBe(name === 'ours');
    },
  );

  it('that is bare Node asks nobody', async () => {
    expect(await runCandidate(candidates.node, options)).toMatchObject({ connections: 0, warmCpuMs: null });
  });

  it('that fails is an error that shows why', async () => {
    const broken = { ...candidates.ours, args: () => [join(folder, 'nothing.cjs')] };
    await expect(runCandidate(broken, options)).rejects.toThrow(
      /the function ended with code 1[\s\S]*Cannot find module/,
    );
  });
});
