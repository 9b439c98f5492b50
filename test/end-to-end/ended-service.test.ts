import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { BedrockFaultPlan } from '../../lib/local/bedrock/bedrock-stand-in.ts';
import { startLocalService } from '../../lib/local/local-service.ts';
import { serveWriter } from '../../lib/local/models/model-source.ts';
import { createStandInWriter } from '../../lib/local/models/stand-in-writer.ts';
import { readSettings } from '../../lib/settings/settings.ts';

async function start(dataDir: string, fault?: BedrockFaultPlan) {
  const model = await serveWriter({ writer: createStandInWriter(), faults: () => fault });
  const service = await startLocalService({ settings: readSettings({}), model, dataDir });
  onTestFinished(() => service.close());
  return service;
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'blog-writer-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

it('does not promise a post any more whose worker ended with the service', async () => {
  const dataDir = await temporaryFolder();
  const first = await start(dataDir, { kind: 'hang' });
  const promised = await fetch(`${first.url}/blog`, {
    method: 'POST',
    headers: { prefer: 'respond-async' },
    body: '{"blog_topic":"Bees"}',
  });
  expect(promised.status).toBe(202);
  const path = promised.headers.get('location') ?? '';
  await first.close();
  const second = await start(dataDir);
  const asked = await fetch(second.url + path);
  expect([asked.status, await asked.json()]).toEqual([
    503,
    expect.objectContaining({ type: 'urn:blog-writer:problem:worker-unavailable' }),
  ]);
  // Two services are started.
}, 60_000);

it('serves nobody else behind the ports of its stand-ins', async () => {
  const service = await start(await temporaryFolder());
  const env = await service.deployments['post-blog'].environment();
  const authorization = 'AWS4-HMAC-SHA256 Credential=local/20261125/us-east-2/s3/aws4_request, Signature=0';
  const targets: [url: string, method: string][] = [
    [`${env.AWS_ENDPOINT_URL_S3}/${env.BUCKET_NAME}/blog_output/20261125T120000000Z_Bees.txt`, 'PUT'],
    [`${env.AWS_ENDPOINT_URL_LAMBDA}/2015-03-31/functions/write-blog/invocations`, 'POST'],
    [`${env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME}/model/${env.MODEL_ID}/invoke`, 'POST'],
  ];
  for (const [url, method] of targets) {
    for (const headers of [{}, { authorization }]) {
      expect((await fetch(url, { method, body: '{}', headers })).status).toBe(403);
    }
  }
});
