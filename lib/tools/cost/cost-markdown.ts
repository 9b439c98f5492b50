import type { CostInputs } from './cost-inputs.ts';
import { cents, dollars, short, table, whole } from './markdown.ts';
import { describeMemory } from './memory-markdown.ts';
import { costOfAMonth, costOfAnIdleMonth, countMetrics, totalOfMonth } from './month-cost.ts';
import {
  costOfPosts,
  mostTokens,
  type PostCost,
  pollsOfAPromise,
  tokensOfAPost,
  total,
} from './post-cost.ts';

/** What posts and a month cost, as the README has it. */
export function describeCost(inputs: CostInputs): string {
  const { prices, posts, assumptions } = inputs;
  return [
    `US dollars for ${whole(posts)} posts in ${prices.region}, with the prices of ${prices.taken}, where the model ` +
      `takes ${short(assumptions.modelSeconds)} s for a post, S3 ${short(assumptions.s3Seconds * 1_000)} ms for a request, and ` +
      'every function is warm. Free tiers are left out.',
    partsTable(inputs),
    tokensText(inputs),
    tokensTable(inputs),
    describeMemory(inputs),
    `A month, beside the posts. Figures are sent to CloudWatch, and billed, in the hours in which posts are written; ` +
      `here ${whole(assumptions.busyHours)} of them:`,
    monthTable(inputs),
    'With `-c monitoring=off` there are no alarms, no dashboard and no metrics of routes: an idle month then costs ' +
      'what the posts that there are take in S3.',
  ].join('\n\n');
}

const partNames = ({ settings }: CostInputs): Readonly<Record<keyof PostCost, string>> => ({
  tokens: 'Tokens',
  lambda: `Lambda, ${settings.memorySizeMb} MB`,
  s3Requests: 'S3, requests',
  s3Storage: 'S3, a month of keeping them',
  logs: `Logs, kept for ${settings.logRetentionDays} days`,
  gateway: 'API Gateway',
  traces: 'X-Ray',
  dataOut: 'Data sent out',
});

function partsTable(inputs: CostInputs): string {
  const plain = costOfPosts('plain', inputs);
  const promised = costOfPosts('promised', inputs);
  const polls = pollsOfAPromise(inputs);
  const parts = Object.entries(partNames(inputs)).map(([part, name]) => [
    name,
    dollars(plain[part as keyof PostCost]),
    dollars(promised[part as keyof PostCost]),
  ]);
  const sum = ['**Together**', `**${dollars(total(plain))}**`, `**${dollars(total(promised))}**`];
  return table(['part', 'answered at once', `promised, asked for ${polls + 1} times`], [...parts, sum]);
}

function tokensText({ measured, model }: CostInputs): string {
  const { promptTokens, generationTokens } = measured;
  return (
    `Tokens are ${model.name}'s: ${promptTokens} of the prompt and ${generationTokens} of a post of the default ` +
    `length, as the stand-in writer counts. A model that does not stop by itself goes on to \`max_gen_len\`:`
  );
}

function tokensTable(inputs: CostInputs): string {
  const { prices, posts, measured } = inputs;
  const rows = prices.models.map((model) => [
    model.name,
    dollars(posts * tokensOfAPost(model, inputs)),
    dollars(posts * tokensOfAPost(model, inputs, mostTokens)),
  ]);
  return table(['model', `${measured.generationTokens} tokens generated`, `${mostTokens}, the most`], rows);
}

function monthTable(inputs: CostInputs): string {
  const { stack } = inputs;
  const idle = costOfAnIdleMonth(inputs);
  const [plain, promised] = [costOfAMonth('plain', inputs), costOfAMonth('promised', inputs)];
  const metrics = `${countMetrics('plain', inputs)} or ${countMetrics('promised', inputs)}`;
  const row = (name: string, part: 'alarms' | 'dashboard' | 'metrics'): string[] => [
    name,
    cents(idle[part]),
    cents(plain[part]),
    cents(promised[part]),
  ];
  return table(
    ['part', 'idle', 'with posts at once', 'with promised posts'],
    [
      row(`Alarms: ${stack.alarms}, which read ${stack.alarmMetrics} metrics`, 'alarms'),
      row(`Dashboards: ${stack.dashboards}`, 'dashboard'),
      row(`Metrics: ${metrics}`, 'metrics'),
      ['**Together**', ...[idle, plain, promised].map((month) => `**${cents(totalOfMonth(month))}**`)],
    ],
  );
}
