import { requestDefaults } from '../../../lambda/core/request/blog-request.ts';
import { prices } from '../../settings/prices.ts';
import { costOfAMonth, costOfPosts, costOfTokens, type Order, total } from './cost.ts';
import { alarmMetrics, secondsOfARun, tokensOfAPost, usageOfAPost, usageOfTheBudget } from './usage.ts';

/** The cost of posts and of a month, with the assumptions, in Markdown, as docs/costs.md has it. */
export function describeCost(order: Order): string {
  const { settings, posts, modelSeconds } = order;
  const { plain, promised } = usageOfAPost;
  const budget =
    settings.dailyTokenBudget === 'off'
      ? ''
      : ` The daily budget adds at most ${usageOfTheBudget.s3Puts} write and ${usageOfTheBudget.s3Gets} read for each post.`;
  return [
    `US dollars for ${count(posts)} posts in ${prices.region}, at the prices of ${prices.asOf}, without free tiers. ` +
      `Each post has ${tokensOfAPost.prompt} prompt tokens and ${tokensOfAPost.generation} generated tokens, and takes ` +
      `${modelSeconds} s in the model and ${secondsOfARun * 1_000} ms more for each warm run of a function with ` +
      `${settings.memorySizeMb} MB. A post that is answered with 200 is 1 request, ${plain.runs} run and ` +
      `${plain.s3Puts} S3 write. A post that is answered with 202, and read once before it is ready, is ` +
      `${promised.gatewayRequests} requests, ${promised.runs} runs, ${promised.s3Puts} writes and ` +
      `${promised.s3Gets} reads.${budget}`,
    postsTable(order),
    'Tokens by model, for a post of this length and for one that reaches `max_gen_len`:',
    tokensTable(order),
    'A month, in addition to its posts. Metrics are billed for the hours in which posts are written, here all of them:',
    monthTable(order),
  ].join('\n\n');
}

function postsTable(order: Order): string {
  const [plain, promised] = [costOfPosts('plain', order), costOfPosts('promised', order)];
  const names: Readonly<Record<keyof typeof plain, string>> = {
    tokens: 'Tokens',
    lambda: 'Lambda',
    s3Requests: 'S3, requests',
    s3Storage: 'S3, a month of storage',
    logs: `Logs, kept for ${order.settings.logRetentionDays} days`,
    gateway: 'API Gateway',
    traces: 'X-Ray',
    dataOut: 'Data sent out',
  };
  const parts = Object.entries(names).map(([part, name]) => [
    name,
    dollars(plain[part as keyof typeof plain]),
    dollars(promised[part as keyof typeof plain]),
  ]);
  const sum = ['**Total**', `**${dollars(total(plain))}**`, `**${dollars(total(promised))}**`];
  return table(['part', 'answered with 200', 'answered with 202'], [...parts, sum]);
}

function tokensTable({ posts }: Order): string {
  const most = requestDefaults.maxGenLen;
  const rows = prices.models.map((model) => [
    model.name,
    dollars(posts * costOfTokens(model)),
    dollars(posts * costOfTokens(model, most)),
  ]);
  return table(['model', `${tokensOfAPost.generation} generated`, `${most}, the default limit`], rows);
}

function monthTable(order: Order): string {
  const months = [undefined, 'plain' as const, 'promised' as const].map((way) => costOfAMonth(way, order));
  const row = (name: string, part: 'alarms' | 'dashboard' | 'metrics') => [
    name,
    ...months.map((month) => cents(month[part])),
  ];
  return table(
    ['part', 'without posts', 'posts with 200', 'posts with 202'],
    [
      row(`Alarms, which read ${alarmMetrics} metrics; none with \`-c monitoring=off\``, 'alarms'),
      row('Dashboard; none with `-c monitoring=off`', 'dashboard'),
      row('Metrics', 'metrics'),
      ['**Total**', ...months.map((month) => `**${cents(total(month))}**`)],
    ],
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|---|${'---:|'.repeat(head.length - 1)}`, ...rows.map(line)].join('\n');
}

const dollars = (amount: number): string => amount.toFixed(4);
const cents = (amount: number): string => amount.toFixed(2);
const count = (number: number): string => number.toLocaleString('en-US');
