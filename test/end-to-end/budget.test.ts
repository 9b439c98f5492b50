import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type BudgetRecord, countTokens } from '../../lambda/core/budget/budget-record.ts';
import { type Answer, useLocalStack } from './local-stack.ts';

const stack = useLocalStack({ DAILY_TOKEN_BUDGET: '50000000' });

const post = (): Promise<Answer> => stack.post({ blog_topic: 'Bees' });
const budgetCalls = (): number => stack.s3Requests.filter(({ key }) => key.startsWith('blog_budget/')).length;
const generated = (answers: Answer[]): number =>
  answers.reduce((sum, { body }) => sum + body.generation_token_count, 0);

/** What is spent or reserved, also where midnight comes in between. */
async function counted(): Promise<number> {
  const folder = join(stack.bucketDir, 'blog_budget');
  const texts = (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8'));
  const records: BudgetRecord[] = (await Promise.all(texts)).map((text) => JSON.parse(text));
  return records.reduce((sum, record) => sum + countTokens(record), 0);
}

describe('the budget of a day over the wire', () => {
  it('costs a warm function less than one call of S3 a post, and counts no less than was generated', async () => {
    const answers = [await post()];
    stack.s3Requests.length = 0;
    for (let posts = 0; posts < 20; posts += 1) answers.push(await post());
    expect(answers.map(({ status }) => status)).toEqual(Array(21).fill(200));
    expect(budgetCalls()).toBeLessThanOrEqual(20);
    expect(await counted()).toBeGreaterThanOrEqual(generated(answers));
  });

  it('turns none away of those that come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, post));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(await counted()).toBeGreaterThanOrEqual(generated(answers));
  });
});
