import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CommandError, runCommand } from '../lib/local/command-error.ts';
import { startLocalService } from '../lib/local/local-service.ts';
import { chooseModelSource } from '../lib/local/model-source.ts';
import { newmanPackage, runCollection } from '../lib/postman/newman.ts';
import { readSettings } from '../lib/settings.ts';

const help = `npm run test:postman

Runs docs/postman_collection.json against the local service on a free port of 127.0.0.1, with the stand-in writer,
by Postman's own runner (${newmanPackage}, which npx takes from npm's registry). Files go to a temporary folder.

  -h, --help  this text

Exit code: 0 where every test passed, 1 where one failed or newman could not be fetched.`;

await runCommand(async () => {
  if (readArguments().help) return console.log(help);
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
      process.exitCode = await runCollection(service.url, process.env);
    } finally {
      await service.close();
    }
    if (process.exitCode !== 0) console.error(`The log of the functions:\n${logged}`);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});

function readArguments() {
  try {
    return parseArgs({ options: { help: { type: 'boolean', short: 'h' } } }).values;
  } catch (error) {
    throw new CommandError(`${(error as Error).message}\n\n${help}`);
  }
}
