import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bearer } from '../../../../lib/tools/smoke/authorizer.ts';
import { formatStep, isKept, summarize } from '../../../../lib/tools/smoke/report.ts';
import type { SmokeOptions } from '../../../../lib/tools/smoke/smoke.ts';
import { type FakeService, isAsync, isPost, startFakeService, withHeaders } from './fake-service.ts';
import { runSmoke, steps } from './smoke-fixture.ts';

let service: FakeService;
let slept: number[];

beforeEach(async () => {
  service = await startFakeService();
  slept = [];
});
afterEach(() => service.close());

const run = (options: Partial<SmokeOptions> = {}) => runSmoke(service, slept, options);

describe('smoke', () => {
  it('goes through the contract and waits as long as Retry-After says', async () => {
    const results = await run();
    expect(results.map(({ name, outcome, text }) => [name, outcome, text])).toEqual([
      [steps.missing, 'kept', '404'],
      [steps.invalid, 'kept', '400'],
      [steps.waited, 'kept', '200, 2 words, 1 model call'],
      [steps.json, 'kept', '200'],
      [steps.text, 'kept', '200, 7 characters'],
      [steps.promised, 'kept', '202'],
      [steps.again, 'kept', '202'],
      [steps.kept, 'kept', '200, 2 words, 1 model call'],
    ]);
    expect(isKept(results)).toBe(true);
    expect(slept).toEqual([7_000, 7_000, 7_000]);
    const keys = service.requests.map(({ headers }) => headers['idempotency-key']).filter(Boolean);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('takes a 202 for the post that it waits for, too', async () => {
    service.change = (request, answer) => {
      if (!isPost(request) || isAsync(request)) return answer;
      const { statusCode: _, ...body } = answer.body as Record<string, unknown>;
      const accepted = { statusCode: 202, body: 'Blog Generation is Accepted!' };
      return { ...withHeaders(answer, { 'retry-after': '1' }), status: 202, body: { ...body, ...accepted } };
    };
    const waited = (await run()).find(({ name }) => name === steps.waited);
    expect(waited).toMatchObject({ outcome: 'kept', text: '202 and later 200, 2 words, 1 model call' });
  });

  it('gives up after the time it was given', async () => {
    service.promises = 100;
    const kept = (await run({ waitMs: 5_000 })).find(({ name }) => name === steps.kept);
    expect(kept).toMatchObject({
      outcome: 'broken',
      text: 'expected the post within 5 s, received "being written" after 0 s',
      next: expect.stringContaining('--wait'),
    });
    expect(slept).toEqual([]);
  });

  it('skips what needs a step that failed, and goes on with the others', async () => {
    service.change = (request, answer) =>
      isPost(request) && !isAsync(request) ? { ...answer, status: 500 } : answer;
    const outcomes = Object.fromEntries((await run()).map(({ name, outcome }) => [name, outcome]));
    expect(outcomes[steps.waited]).toBe('broken');
    expect([outcomes[steps.json], outcomes[steps.text]]).toEqual(['skipped', 'skipped']);
    expect(outcomes[steps.kept]).toBe('kept');
  });

  it.each([
    [401, 'Unauthorized', '--auth jwt'],
    [403, 'Forbidden', '--auth iam'],
  ])('ends at once where the gateway turns it away with %d', async (status, message, next) => {
    service.change = () => ({ status, headers: { 'content-type': 'application/json' }, body: { message } });
    const results = await run();
    expect(results[0]).toMatchObject({
      outcome: 'broken',
      text: `expected status 404, received ${status} {"message":"${message}"}`,
      next: expect.stringContaining(next),
    });
    expect(results.slice(1).every(({ outcome }) => outcome === 'skipped')).toBe(true);
    expect(service.requests).toHaveLength(1);
  });

  it('ends at once where nobody answers', async () => {
    const { base } = service;
    await service.close();
    const results = await run({ base });
    service = await startFakeService();
    expect(results[0]).toMatchObject({
      outcome: 'broken',
      text: expect.stringContaining('expected an answer, received connect ECONNREFUSED'),
      next: `check the network, any proxy and the URL ${base}/blog`,
    });
    expect(results.slice(1).every(({ outcome }) => outcome === 'skipped')).toBe(true);
  });

  it('shows its token with every request but the one that is to be turned away', async () => {
    const unauthorized = { status: 401, headers: {}, body: { message: 'Unauthorized' } };
    service.change = ({ headers }, answer) =>
      headers.authorization === 'Bearer a.b.c' ? answer : unauthorized;
    const results = await run({ authorize: bearer('a.b.c'), needsCredentials: true });
    expect(results[0]).toMatchObject({ name: 'GET without credentials is turned away', text: '401' });
    expect(isKept(results)).toBe(true);
    expect(summarize(results)).toMatch(/^The endpoint keeps the contract: 9 steps in \d+/);
  });

  it('finds out an endpoint that is open although it should not be', async () => {
    const results = await run({ authorize: bearer('a.b.c'), needsCredentials: true });
    expect(results[0]).toMatchObject({
      outcome: 'broken',
      text: expect.stringMatching(/401 or 403, received 404/),
    });
  });
});

describe('formatStep', () => {
  it('shows what was seen, how long it took, and what to do', () => {
    const step = {
      name: 'GET',
      outcome: 'broken',
      ms: 1_234,
      text: 'expected a, received b',
      next: 'look',
    } as const;
    expect(formatStep(step, (_, text) => text)).toBe(
      '✗    1.2 s  GET: expected a, received b\n            → look',
    );
    const skipped = { name: 'GET', outcome: 'skipped', ms: 0, text: 'not tried' } as const;
    expect(formatStep(skipped, (_, text) => text)).toBe('-           GET: not tried');
  });
});
