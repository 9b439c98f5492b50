import { describe, expect, it } from 'vitest';
import { settingsTable } from '../../../../lib/settings/settings-table.ts';
import { busySeconds, limitsOf, tokensReserved } from '../../../../lib/tools/cost/limits.ts';
import { quotas } from '../../../../lib/tools/cost/quotas.ts';
import { spans } from '../../../readme-text.ts';
import { makeInputs } from './cost-fixture.ts';

const inputs = makeInputs();
const limits = limitsOf(inputs);

describe('the limits of growth', () => {
  it('come in the order in which they are met', () => {
    const posts = limits.map(({ postsAMinute }) => postsAMinute);
    expect(posts).toEqual([...posts].sort((a, b) => a - b));
  });

  it.each([
    ['The day’s budget of tokens', 200_000 / 100 / 1_440],
    ['The gateway’s throttle of `POST`', 60],
    // One poll and one last look at each.
    ['The gateway’s throttle of `GET`, promised posts only', 300],
    // Two changes of 200 ms each.
    ['The one record of the day’s budget', 150],
    ['The model’s quota', 600_000 / (10 + 512)],
    // 2 of the promise and the worker, 2 of the poll, 1 of the last look.
    ['S3 reads of promised posts', (5_500 * 60) / 5],
    ['S3 writes under `blog_output/`', 210_000],
    ['The gateway’s quota', 600_000],
  ])('let as many posts through as the arithmetic says: %s', (name, postsAMinute) => {
    expect(limits.find((limit) => limit.name === name)?.postsAMinute).toBeCloseTo(postsAMinute, 6);
  });

  it.each([
    ['Lambda’s concurrency in a new account', 10],
    ['Lambda’s concurrency', 1_000],
  ])('are met by %s when all runs are busy', (name, runs) => {
    const postsAMinute = limits.find((limit) => limit.name === name)?.postsAMinute ?? 0;
    expect((postsAMinute / 60) * busySeconds(inputs)).toBeCloseTo(runs, 6);
  });

  it('have no budget where none is kept', () => {
    const names = limitsOf(makeInputs({}, { dailyTokenBudget: 'off' })).map(({ name }) => name);
    expect(names.filter((name) => name.includes('budget'))).toEqual([]);
    expect(names).toHaveLength(limits.length - 2);
  });

  it('are raised by settings that there are, or by a quota of Service Quotas', () => {
    const known = [...Object.keys(settingsTable), 'off'];
    for (const { raise } of limits) {
      for (const name of spans(raise)) expect(known).toContain(name);
      if (spans(raise).length === 0) expect(raise).toMatch(/\(L-[0-9A-F]{8}\)$|^Nothing to set$/);
    }
  });
});

describe('the tokens that Bedrock reserves', () => {
  it('are those of the prompt and all of max_gen_len', () => {
    expect(tokensReserved(inputs)).toBe(522);
  });
});

describe('the quotas of AWS', () => {
  it.each(Object.entries(quotas))('say where they come from: %s', (_, { value, source }) => {
    expect(value).toBeGreaterThan(0);
    expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/\S+$/);
  });
});
