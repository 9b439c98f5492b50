import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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

  it('gives the post again to who comes later, quoted or bare, after defaults or with them written out', async () => {
    const first = await post('later');
    const others = [
      await post('"later"'),
      await post(' later '),
      await post('later', { blog_topic: ' T ', word_count: 200, max_gen_len: 512 }),
      await post('later', { blog_topic: 'T' }, { prefer: 'respond-async' }),
    ];
    for (const { status, text } of others) expect([status, text]).toEqual([200, first.text]);
    expect(stack.modelCalls).toHaveLength(1);
  });

  it('is refused with another body', async () => {
    const { body: first } = await post('reused');
    const other = await post('reused', { blog_topic: 'Other' });
    expect(other.status).toBe(422);
    expect(other.headers.get('content-type')).toBe('application/problem+json');
    expect(other.body.type).toBe('urn:blog-writer:problem:idempotency-key-reused');
    expect((await post('reused')).body).toEqual(first);
    expect(stack.modelCalls).toHaveLength(1);
  });

  it.each([
    ['empty', ''],
    ['blank', '  '],
    ['quoted and empty', '""'],
    ['a quote that does not end', '"a'],
    ['256 characters long', 'k'.repeat(256)],
  ])('that is %s is refused before anything is done', async (_, key) => {
    const { status, body } = await post(key);
    expect(status).toBe(400);
    expect(body.type).toBe('urn:blog-writer:problem:invalid-request');
    expect(stack.modelCalls).toHaveLength(0);
    expect(stack.s3Requests).toHaveLength(0);
  });

  it('of 255 characters is taken', async () => {
    expect((await post('k'.repeat(255))).status).toBe(200);
  });

  it('is not stored as it was sent', async () => {
    await post('secret-key');
    expect(JSON.stringify([...(await stack.records('keys'))])).not.toContain('secret-key');
  });

  it('may be tried again after a failure, and keeps its id', async () => {
    const known = new Set((await stack.records('keys')).keys());
    stack.faults.model = () => ({ kind: 'error', name: 'AccessDeniedException' });
    expect((await post('fails')).status).toBe(500);
    const [promised] = [...(await stack.records('keys'))].filter(([name]) => !known.has(name));
    const id = promised?.[1].blog_id;
    expect((await stack.get(`/blog/${id}`)).status).toBe(500);

    stack.faults.model = ({ callNumber }) =>
      callNumber < 4 ? { kind: 'error', name: 'ThrottlingException' } : undefined;
    expect(await post('fails')).toMatchObject({ status: 200, body: { blog_id: id, model_calls: 3 } });
    expect((await stack.get(`/blog/${id}`)).status).toBe(200);
    expect(stack.modelCalls).toHaveLength(1 + 3);
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

describe('a job whose event was lost on the way to the worker', () => {
  const ask = () => post('dropped', { blog_topic: 'T' }, { prefer: 'respond-async' });

  it('is handed over again by the next request under its key, once it has waited for a minute', async () => {
    stack.faults.invoke = () => ({ kind: 'dropped' });
    const { status, body } = await ask();
    expect(status).toBe(202);
    stack.faults.invoke = () => undefined;
    expect((await ask()).text).toEqual(JSON.stringify(body));
    expect(stack.invocations).toHaveLength(1);

    // As if the minute had passed.
    const job = (await stack.records('jobs')).get(body.blog_id);
    const file = join(stack.bucketDir, 'blog_requests/jobs', `${body.blog_id}.json`);
    await writeFile(file, JSON.stringify({ ...job, queued_at: job.queued_at - 61_000 }));
    expect(await ask()).toMatchObject({ status: 202, body: { blog_id: body.blog_id } });
    expect(stack.invocations).toHaveLength(2);
    const written = await stack.outcome(`/blog/${body.blog_id}`);
    expect(written).toMatchObject({ status: 200, body: { blog_id: body.blog_id, model_calls: 1 } });
    expect(stack.modelCalls).toHaveLength(1);
  });
});
