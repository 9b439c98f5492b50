import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LocalStack, startLocalStack } from './local-stack.ts';

let stack: LocalStack;

beforeAll(async () => {
  stack = await startLocalStack();
});
beforeEach(() => stack.reset());
afterAll(() => stack.close());

const post = (key: string, body: unknown = { blog_topic: 'T' }, headers: Record<string, string> = {}) =>
  stack.post(body, { 'content-type': 'application/json', 'idempotency-key': key, ...headers });

describe('an Idempotency-Key', () => {
  it('makes ten requests at once one post and one model call', async () => {
    const before = (await stack.posts()).size;
    const answers = await Promise.all(Array.from({ length: 10 }, () => post('at-once')));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(stack.modelCalls).toHaveLength(1);
    expect((await stack.posts()).size).toBe(before + 1);
  });

  it('gives the post again later, quoted or bare, after defaults or with them written out, and is not stored', async () => {
    const first = await post('later');
    const others = [
      await post('"later"'),
      await post(' later '),
      await post('later', { blog_topic: ' T ', word_count: 200, max_gen_len: 512 }),
      await post('later', { blog_topic: 'T' }, { prefer: 'respond-async' }),
    ];
    for (const { status, text } of others) expect([status, text]).toEqual([200, first.text]);
    expect(stack.modelCalls).toHaveLength(1);
    expect(JSON.stringify([...(await stack.records('keys'))])).not.toContain('later');
  });

  it('with Prefer: respond-async is one promise however often it is sent', async () => {
    const ask = () => post('promise', { blog_topic: 'T' }, { prefer: 'respond-async' });
    stack.faults.model = () => ({ kind: 'hang' });
    const [first, ...others] = await Promise.all([ask(), ask(), ask()]);
    expect(first?.status).toBe(202);
    for (const { status, text } of others) expect([status, text]).toEqual([202, first?.text]);
    await expect.poll(() => stack.modelCalls.length).toBe(1);
    expect(stack.invocations).toHaveLength(1);
  });
});
