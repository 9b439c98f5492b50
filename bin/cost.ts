import { contextOption, runCommand } from '../lib/command/command-line.ts';
import { writeBlock } from '../lib/command/markdown-block.ts';
import { readNumberOption } from '../lib/command/number-option.ts';
import { readProjectSettings } from '../lib/local/project-settings.ts';
import { describeCost } from '../lib/tools/cost/describe-cost.ts';
import { defaultModelSeconds } from '../lib/tools/cost/usage.ts';

const help = `npm run cost -- [options]

Estimates the cost of posts by part, and the fixed cost of a month, from docs/prices.json and stated counts of
requests. It needs no AWS account and prints Markdown.

  --posts n              number of posts (default: 1000)
  --seconds s            seconds the model takes for a post (default: ${defaultModelSeconds})
  --write                write the figures into docs/costs.md
  -c, --context n=value  a setting, as for cdk deploy, such as memorySizeMb=256
  -h, --help             this text`;

const options = {
  posts: { type: 'string' },
  seconds: { type: 'string' },
  write: { type: 'boolean' },
  ...contextOption,
} as const;

await runCommand({ name: 'npm run cost', help, options }, async ({ values }) => {
  const described = describeCost({
    settings: await readProjectSettings(values.context),
    posts: readNumberOption('--posts', values.posts, { default: 1_000, min: 1 }),
    modelSeconds: readNumberOption('--seconds', values.seconds, {
      default: defaultModelSeconds,
      min: 0,
      fractions: true,
    }),
  });
  if (!values.write) return console.log(described);
  await writeBlock(new URL('../docs/costs.md', import.meta.url), 'cost', described);
  console.log('docs/costs.md is up to date');
});
