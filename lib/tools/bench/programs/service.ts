import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalService } from '../../../local/local-service.ts';
import { serveWriter } from '../../../local/models/model-source.ts';
import { createStandInWriter } from '../../../local/models/stand-in-writer.ts';
import { readSettings } from '../../../settings/settings.ts';

/**
 * The local service in its own process: sends its URL once it runs, then the memory of the process (resident
 * set, in bytes) for each message. It ends when the channel to its parent closes.
 */
const dataDir = mkdtempSync(join(tmpdir(), 'bench-'));
const service = await startLocalService({
  settings: readSettings({}),
  model: await serveWriter({ writer: createStandInWriter() }),
  dataDir,
  onLog: () => {},
});
process.on('message', () => process.send?.({ rssBytes: process.memoryUsage.rss() }));
process.once('disconnect', async () => {
  await service.close();
  await rm(dataDir, { recursive: true, force: true });
});
process.send?.({ url: service.url });
