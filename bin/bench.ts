import { parseArgs } from 'node:util';
import { measure, warmCalls } from '../lib/bench/bench.ts';
import { load } from '../lib/bench/load.ts';
import { captionOf } from '../lib/bench/machine.ts';
import { makeReport, writeReport } from '../lib/bench/report.ts';
import { renderTable } from '../lib/bench/table.ts';
import { CommandError, runCommand } from '../lib/local/command-error.ts';

const help = `npm run bench -- [options]

Measures what the service costs beside the model, over TLS to endpoints on 127.0.0.1 that answer at once: POST's
function as it is deployed, from a new process to its first answer and over ${warmCalls} calls in sequence, against bare Node
and two bare requests; and the local service's memory under ${load.posts} posts of ${load.clients} clients. It takes some minutes.

  --rounds n     how often each candidate is measured, in a new order each round (default: 20)
  --out folder   where bench.json and bench.svg go (default: docs/bench)
  -h, --help     this text

CPU is user and system time of the whole process, with a preload that is the same for all. A figure is the median of the
rounds' ratios, beside it their quartiles. Memory has not grown where its median over the last 500 posts is at most 2 %
above that over posts 1,001 to 1,500. The exit code is 1 where a bound is not kept.`;

await runCommand(async () => {
  const { values } = parseArguments();
  if (values.help) return console.log(help);
  const rounds = readRounds(values.rounds);
  const report = makeReport(await measure(rounds, (text) => console.error(text)), rounds);
  console.log(`${captionOf(report.machine, report.date)}\n\n${renderTable(report.figures)}\n`);
  console.log((await writeReport(report, values.out ?? 'docs/bench')).join('\n'));
  if (!report.figures.every(({ reached }) => reached)) process.exitCode = 1;
});

function readRounds(given = '20'): number {
  if (/^[1-9]\d{0,3}$/.test(given)) return Number(given);
  throw new CommandError(`--rounds takes a whole number from 1; received ${JSON.stringify(given)}`);
}

function parseArguments() {
  try {
    return parseArgs({
      options: {
        rounds: { type: 'string' },
        out: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new CommandError(`${(error as Error).message}\n\n${help}`);
  }
}
