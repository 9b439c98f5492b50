import { readFile, writeFile } from 'node:fs/promises';
import { UsageError } from '../lib/command/command-error.ts';
import { contextOption, runCommand } from '../lib/command/command-line.ts';
import { replaceBlock } from '../lib/command/markdown-block.ts';
import { readProjectSettings } from '../lib/local/project-settings.ts';
import { hoursAMonth } from '../lib/tools/cost/assumptions.ts';
import { gatherCostInputs } from '../lib/tools/cost/cost-inputs.ts';
import { describeCost } from '../lib/tools/cost/cost-markdown.ts';
import { summarizeCost } from '../lib/tools/cost/cost-summary.ts';
import { generatedBlocks } from '../lib/tools/cost/generated-blocks.ts';
import { describeGrowth } from '../lib/tools/cost/growth-markdown.ts';
import { keepCpuTimes, measureCpu } from '../lib/tools/cost/measured-cpu.ts';

const help = `npm run cost -- [options]

Computes what posts cost by part, and what an idle month costs, from docs/prices.json, the synthesized stack, and
posts that the deployed bundles write under the local service, whose requests and log lines it counts. It needs no
AWS account and prints Markdown.

  --posts n              how many posts (default: 1000)
  --seconds s            how long the model takes for one (default: 5)
  --hours n              in how many hours of the month they are written (default: as many as can be)
  --growth               what limits 1, 100 and 10,000 posts a minute, in place of the cost
  --json                 the figures as JSON, in US dollars, not rounded
  --measure              measure the code's CPU time on this machine, in place of the kept measurement
  --write                put the figures of the defaults into README.md and docs/scaling.md; with --measure, keep
                         the measurement that they are computed with
  -c, --context n=value  a setting, as for cdk deploy, such as memorySizeMb=256
  -h, --help             this text`;

const options = {
  posts: { type: 'string' },
  seconds: { type: 'string' },
  hours: { type: 'string' },
  growth: { type: 'boolean' },
  json: { type: 'boolean' },
  measure: { type: 'boolean' },
  write: { type: 'boolean' },
  ...contextOption,
} as const;

await runCommand({ name: 'npm run cost', help, options }, async ({ values }) => {
  if (values.write) {
    if (values.measure) await keepCpuTimes(await measureCpu(await readProjectSettings()));
    return writeBlocks();
  }
  const settings = await readProjectSettings(values.context);
  const modelSeconds = readNumber('--seconds', values.seconds, 0.001);
  const busyHours = readNumber('--hours', values.hours, 1, hoursAMonth);
  const posts = readNumber('--posts', values.posts, 1);
  const inputs = await gatherCostInputs({
    settings,
    ...(posts !== undefined && { posts }),
    assumptions: {
      ...(modelSeconds !== undefined && { modelSeconds }),
      ...(busyHours !== undefined && { busyHours }),
    },
    ...(values.measure && { cpu: await measureCpu(settings) }),
  });
  if (values.json) return console.log(JSON.stringify(summarizeCost(inputs), null, 2));
  console.log(values.growth ? describeGrowth(inputs) : describeCost(inputs));
});

/** The documents have the figures of the settings' own defaults. */
async function writeBlocks(): Promise<void> {
  const inputs = await gatherCostInputs({ settings: await readProjectSettings() });
  for (const { page, name, describe } of generatedBlocks) {
    const file = new URL(`../${page}`, import.meta.url);
    await writeFile(file, replaceBlock(await readFile(file, 'utf8'), name, describe(inputs)));
    console.log(`${page}: the block ${name} is up to date`);
  }
}

function readNumber(
  option: string,
  given: string | undefined,
  least: number,
  most = Number.POSITIVE_INFINITY,
): number | undefined {
  if (given === undefined) return undefined;
  const number = /^\d{1,9}(?:\.\d+)?$/.test(given) ? Number(given) : Number.NaN;
  if (number >= least && number <= most) return number;
  const bounds = most === Number.POSITIVE_INFINITY ? `of at least ${least}` : `from ${least} to ${most}`;
  throw new UsageError(`${option} takes a number ${bounds}; received ${JSON.stringify(given)}`);
}
