import { expect, it, onTestFinished } from 'vitest';
import { startLocalService } from '../../lib/local/local-service.ts';
import { chooseModelSource } from '../../lib/local/models/model-source.ts';
import { readSettings } from '../../lib/settings/settings.ts';
import { startModelServer } from '../lib/local/models/model-server-fixture.ts';
import { temporaryFolder } from '../temporary-folder.ts';

it('a model on this machine that takes longer than a request is called once, and its post is promised, then there', async () => {
  const release = Promise.withResolvers<void>();
  const server = await startModelServer({
    'GET /props': { json: { default_generation_settings: {}, model_path: '/models/slow.gguf' } },
    'POST /completion': (_body, _message, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: {"content":"Bees are","stop":false}\n\n');
      void release.promise.then(() => {
        const last = {
          content: ' busy.',
          stop: true,
          stop_type: 'eos',
          tokens_predicted: 5,
          tokens_evaluated: 31,
        };
        response.end(`data: ${JSON.stringify(last)}\n\n`);
      });
      return 'handled';
    },
  });
  const dataDir = await temporaryFolder();
  const settings = readSettings({});
  const model = await chooseModelSource({ MODEL_URL: server.url }, settings);
  const service = await startLocalService({
    settings,
    model,
    dataDir,
    environment: (name) => (name === 'post-blog' ? { DEADLINE_MS: '2500', HANDOVER_RESERVE_MS: '1000' } : {}),
  });
  onTestFinished(() => service.close());

  const promised = await fetch(`${service.url}/blog`, { method: 'POST', body: '{"blog_topic":"Bees"}' });
  expect(promised.status).toBe(202);
  // The worker may still be starting.
  await expect.poll(() => model.progress()).toBe('2 words so far');
  release.resolve();
  const path = promised.headers.get('location') ?? '';
  const read = () => fetch(new URL(path, service.url));
  await expect.poll(async () => (await read()).status).toBe(200);
  expect(await (await read()).json()).toMatchObject({
    generated_blog: 'Bees are busy.',
    model_calls: 1,
    prompt_token_count: 31,
    generation_token_count: 5,
  });
  expect(server.seen.filter(({ route }) => route === 'POST /completion')).toHaveLength(1);
});
