import { describe, expect, it } from 'vitest';
import { requestDefaults } from '../../lambda/core/request/blog-request.ts';
import { settingsTable } from '../../lib/settings/settings-table.ts';
import {
  defaultModelSeconds,
  secondsOfARun,
  tokensOfAPost,
  usageOfAPost,
  usageOfTheBudget,
} from '../../lib/tools/cost/usage.ts';
import { read, rows } from './page-text.ts';

const seconds = defaultModelSeconds + secondsOfARun;
const defaultOf = (name: 'dailyTokenBudget' | 'postRate' | 'getRate'): number =>
  Number(settingsTable[name].default);

describe('the limits in docs/scaling.md', () => {
  const limits = rows(read('docs/scaling.md')).map(
    ([name, posts = '']) => [name, Number(posts.replace(',', ''))] as const,
  );

  it.each([
    ['The daily token budget', defaultOf('dailyTokenBudget') / tokensOfAPost.generation / 1_440],
    ["The gateway's throttle of `POST`", defaultOf('postRate') * 60],
    ["The gateway's throttle of `GET`, promised posts only", (defaultOf('getRate') * 60) / 2],
    ["Lambda's concurrency in a new account", (10 * 60) / seconds],
    ["Lambda's concurrency", (1_000 * 60) / seconds],
    ["The model's quota", 600_000 / (tokensOfAPost.prompt + requestDefaults.maxGenLen)],
    ['S3 reads of promised posts', (5_500 * 60) / (usageOfAPost.promised.s3Gets + usageOfTheBudget.s3Gets)],
  ])('follow from the defaults and quotas: %s', (name, expected) => {
    const found = limits.find(([limit]) => limit === name)?.[1] ?? Number.NaN;
    expect(Math.abs(found - expected) / expected).toBeLessThan(0.02);
  });
});
