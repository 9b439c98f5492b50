import { writeFile } from 'node:fs/promises';
import { exitCode } from '../lib/command/command-error.ts';
import { runCommand } from '../lib/command/command-line.ts';
import { writeBlock } from '../lib/command/markdown-block.ts';
import { readNumberOption } from '../lib/command/number-option.ts';
import { measure } from '../lib/tools/bench/bench.ts';
import { isReached, warmCalls } from '../lib/tools/bench/figures.ts';
import { load } from '../lib/tools/bench/load.ts';
import { describeReport, makeReport } from '../lib/tools/bench/report.ts';

const help = `npm run bench -- [options]

Measures what the service adds to the model's time, over TLS to endpoints on 127.0.0.1 that answer at once: POST's
function as it is deployed, from a new process to its first answer and over ${warmCalls} calls in sequence, against bare Node
and two bare requests; and the local service's memory under ${load.posts} posts of ${load.clients} clients. It takes some minutes.

  --rounds n     number of rounds; each measures every candidate once, in a new order (default: 20)
  --write        keep the run: its figures in docs/bench/bench.json, the table in docs/performance.md
  -h, --help     this text

CPU is user and system time of the whole process, with a preload that is the same for all. A figure is the median of the
rounds' ratios, with their quartiles beside it. Memory has not grown if its low point is at most 2 % higher over the last
2,000 posts than over the 2,000 before. A bound that is exceeded is a failure.`;

const options = { rounds: { type: 'string' }, write: { type: 'boolean' } } as const;

await runCommand({ name: 'npm run bench', help, options }, async ({ values }) => {
  const rounds = readNumberOption('--rounds', values.rounds, { default: 20, min: 1, max: 9_999 });
  const report = makeReport(await measure(rounds, (text) => console.error(text)), rounds);
  console.log(describeReport(report));
  if (values.write) {
    const file = new URL('../docs/bench/bench.json', import.meta.url);
    await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
    const page = new URL('../docs/performance.md', import.meta.url);
    await writeBlock(page, 'bench', describeReport(report));
  }
  if (!report.figures.every(isReached)) process.exitCode = exitCode.failed;
});
