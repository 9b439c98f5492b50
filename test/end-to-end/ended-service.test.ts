import { expect, it, onTestFinished } from 'vitest';
import type { BedrockStandInOptions } from '../../lib/local/bedrock/bedrock-stand-in.ts';
import { type LocalServiceOptions, startLocalService } from '../../lib/local/local-service.ts';
import { serveWriter } from '../../lib/local/models/model-source.ts';
import { createStandInWriter } from '../../lib/local/models/stand-in-writer.ts';
import { readSettings } from '../../lib/settings/settings.ts';
import { temporaryFolder } from '../temporary-folder.ts';

async function start(
  dataDir: string,
  options: Pick<LocalServiceOptions, 'onLog'> & { faults?: BedrockStandInOptions['faults'] } = {},
) {
  const { faults, onLog } = options;
  const model = await serveWriter({ writer: createStandInWriter(), ...(faults && { faults }) });
  const service = await startLocalService({
    settings: readSettings({}),
    model,
    dataDir,
    ...(onLog && { onLog }),
  });
  onTestFinished(() => service.close());
  return service;
}

it('ends at once with posts under way, and does not promise any more those whose worker ended with it', async () => {
  const dataDir = await temporaryFolder();
  let calls = 0;
  let logged = '';
  const first = await start(dataDir, {
    faults: () => {
      calls += 1;
      return { kind: 'hang' };
    },
    onLog: (text) => {
      logged += text;
    },
  });
  const post = (headers: Record<string, string>) =>
    fetch(`${first.url}/blog`, { method: 'POST', headers, body: '{"blog_topic":"Bees"}' });
  const promised = await post({ prefer: 'respond-async' });
  expect(promised.status).toBe(202);
  const waiting = post({}).catch(() => 'cut off');
  await expect.poll(() => calls).toBe(2);
  const loggedBefore = logged;
  await first.close();
  expect([await waiting, logged]).toEqual(['cut off', loggedBefore]);
  await expect(fetch(first.url)).rejects.toThrow('fetch failed');

  const second = await start(dataDir);
  const asked = await fetch(second.url + promised.headers.get('location'));
  expect([asked.status, await asked.json()]).toEqual([
    503,
    expect.objectContaining({ type: 'urn:blog-writer:problem:worker-unavailable' }),
  ]);
});

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
