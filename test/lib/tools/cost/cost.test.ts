import { describe, expect, it } from 'vitest';
import { readBlock, replaceBlock } from '../../../../lib/command/markdown-block.ts';
import { readProjectSettings } from '../../../../lib/local/project-settings.ts';
import { prices } from '../../../../lib/settings/prices.ts';
import { readSettings } from '../../../../lib/settings/settings.ts';
import { costOfAMonth, costOfPosts, costOfTokens, total } from '../../../../lib/tools/cost/cost.ts';
import { describeCost } from '../../../../lib/tools/cost/describe-cost.ts';
import { alarmMetrics, defaultModelSeconds } from '../../../../lib/tools/cost/usage.ts';
import { read } from '../../../docs/page-text.ts';

const order = (context: Record<string, string> = {}, posts = 1_000) => ({
  settings: readSettings(context),
  posts,
  modelSeconds: defaultModelSeconds,
});

describe('the cost of posts', () => {
  // By hand, from docs/prices.json and the stated counts.
  it.each([
    ['plain', 'tokens', 1_000 * ((300 * 0.22) / 1e6)],
    ['plain', 'lambda', 1_000 * (0.2 / 1e6 + 5.1 * 0.5 * 0.0000133334)],
    ['promised', 'lambda', 1_000 * ((4 * 0.2) / 1e6 + 5.4 * 0.5 * 0.0000133334)],
    ['plain', 's3Requests', 2 * 0.005 + 0.0004],
    ['promised', 'gateway', 3_000 / 1e6],
    ['plain', 'traces', 0.005],
  ] as const)('of a %s post has the right part of %s', (way, part, usd) => {
    expect(costOfPosts(way, order())[part]).toBeCloseTo(usd, 9);
  });

  it('grows with what is asked for', () => {
    const base = costOfPosts('plain', order());
    expect(total(costOfPosts('plain', order({}, 2_000)))).toBeCloseTo(2 * total(base), 9);
    expect(costOfPosts('plain', order({ dailyTokenBudget: 'off' })).s3Requests).toBeCloseTo(0.005, 9);
    expect(costOfPosts('plain', order({ memorySizeMb: '256' })).lambda).toBeLessThan(base.lambda);
    expect(costOfPosts('plain', { ...order(), modelSeconds: 10 }).lambda).toBeGreaterThan(base.lambda);
    expect(costOfTokens({ promptUsd: 0, generationUsd: 2 }, 512)).toBeCloseTo(1_024 / 1e6, 12);
  });

  it.each([
    [{ region: 'us-west-2' }, 'docs/prices.json has the prices of us-east-2, and region is us-west-2'],
    [{ modelId: 'us.meta.llama3-3-70b-instruct-v1:0' }, 'has no price of us.meta.llama3-3-70b-instruct-v1:0'],
  ])('is refused where no price is known: %j', (context, message) => {
    expect(() => costOfPosts('plain', order(context))).toThrow(
      expect.objectContaining({ name: 'CommandError', message: expect.stringContaining(message) }),
    );
  });
});

describe('the cost of a month', () => {
  it('is that of what is watched, and of metrics in the hours in which posts are written', () => {
    expect(costOfAMonth(undefined, order())).toEqual({
      alarms: expect.closeTo(alarmMetrics * 0.1, 9),
      dashboard: 3,
      metrics: 0,
    });
    // 73 hours are a tenth of a month.
    expect(costOfAMonth('plain', order({}, 73)).metrics).toBeCloseTo((12 * 0.3) / 10, 9);
    expect(total(costOfAMonth(undefined, order({ monitoring: 'off' })))).toBe(0);
  });
});

describe('the figures in the documents', () => {
  it('are those that npm run cost -- --write puts there', async () => {
    const settings = await readProjectSettings();
    expect(readBlock(read('docs/costs.md'), 'cost')).toBe(describeCost({ ...order(), settings }));
  });

  it('are those of which the README has the sum', () => {
    const readme = read('README.md');
    expect(readme).toContain(`about US$ ${total(costOfPosts('plain', order())).toFixed(2)}`);
    expect(readme).toContain(`costs US$ ${total(costOfAMonth(undefined, order())).toFixed(2)}`);
  });

  it('name each model of the price file', () => {
    const described = describeCost(order());
    for (const { name } of prices.models) expect(described).toContain(`| ${name} |`);
  });

  it('stand alone between their marks', () => {
    const page = 'before\n<!-- cost:begin -->\nold\n<!-- cost:end -->\nafter\n';
    expect(replaceBlock(page, 'cost', '$1 new')).toBe(page.replace('old', () => '$1 new'));
    expect(() => replaceBlock('a page', 'cost', 'new')).toThrow('the page has no block "cost"');
  });
});
