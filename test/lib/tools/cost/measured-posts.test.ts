import { describe, expect, it } from 'vitest';
import { metricNames } from '../../../../lambda/core/report/report.ts';
import { readSettings } from '../../../../lib/settings/settings.ts';
import { measurePosts } from '../../../../lib/tools/cost/measured-posts.ts';

const sizes = { accessLogBytes: 300, modelMs: 5_000 };
const kept = await measurePosts(readSettings({}), sizes);
const without = await measurePosts(readSettings({ dailyTokenBudget: 'off' }), sizes);

describe('measured posts', () => {
  it('are the same each time they are measured', async () => {
    expect(await measurePosts(readSettings({}), sizes)).toEqual(kept);
  });

  it('write once and read nothing where they are answered at once and no budget is kept', () => {
    expect(without.acts.plain.usage).toMatchObject({ gatewayRequests: 1, runs: 1, s3Puts: 1, s3Gets: 0 });
  });

  it('pay for the budget with two changes, each a read and a write', () => {
    const { s3Puts, s3Gets } = kept.acts.plain.usage;
    expect([s3Puts, s3Gets]).toEqual([1 + 2, 0 + 2]);
  });

  it('run a second function where they are promised, and one for each look', () => {
    const { promised, poll, read } = kept.acts;
    expect([promised, poll, read].map(({ usage }) => usage.runs)).toEqual([2, 1, 1]);
    expect([promised, poll, read].map(({ usage }) => usage.modelCalls)).toEqual([1, 0, 0]);
    expect(poll.usage.s3Puts + read.usage.s3Puts).toBe(0);
  });

  it('keep the text of the post and answer with it', () => {
    const { keptBytes, answerBytes } = kept.acts.plain.usage;
    expect(keptBytes).toBeGreaterThan(1_000);
    expect(answerBytes).toBeGreaterThan(keptBytes);
    expect(kept.acts.read.usage.keptBytes).toBe(0);
  });

  it('send metrics that the service knows, under the one dimension that is not billed by its values', () => {
    const names = Object.values(kept.acts).flatMap(({ metrics }) => metrics);
    for (const name of names) {
      const [metric, ...dimensions] = name.split(' ');
      expect(metricNames).toContain(metric);
      expect(dimensions).toEqual(['service=blog-writer']);
    }
    expect(kept.acts.promised.metrics).toContain('Handovers service=blog-writer');
  });
});
