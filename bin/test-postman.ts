import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCode } from '../lib/command/command-error.ts';
import { runCommand } from '../lib/command/command-line.ts';
import { startLocalService } from '../lib/local/local-service.ts';
import { chooseModelSource } from '../lib/local/models/model-source.ts';
import { readSettings } from '../lib/settings/settings.ts';
import { newmanPackage, runCollection } from '../lib/tools/postman/newman.ts';

const help = `npm run test:postman

Runs docs/postman_collection.json against the local service on a free port of 127.0.0.1, with the stand-in writer,
with Postman's own runner (${newmanPackage}, which npx fetches from npm's registry). Files go to a temporary folder.

It fails if a test does, or if newman cannot be fetched.

  -h, --help  this text`;

await runCommand({ name: 'npm run test:postman', help }, async () => {
  const settings = readSettings({ dailyTokenBudget: 'off' });
  const dataDir = await mkdtemp(join(tmpdir(), 'blog-writer-postman-'));
  let logged = '';
  try {
    const service = await startLocalService({
      settings,
      model: await chooseModelSource({}, settings),
      dataDir,
      onLog: (text) => (logged += text),
    });
    try {
      const passed = await runCollection({
        baseUrl: service.url,
        environment: process.env,
        onFetch: (line) => console.error(line),
      });
      if (!passed) process.exitCode = exitCode.failed;
    } finally {
      await service.close();
    }
    if (process.exitCode === exitCode.failed) console.error(`The log of the functions:\n${logged}`);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});
