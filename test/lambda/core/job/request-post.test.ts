import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../../lambda/adapters/system.ts';
import { sleep } from '../../../../lambda/core/clock.ts';
import { BlogFailure, type FailureKind } from '../../../../lambda/core/errors.ts';
import { requestPost } from '../../../../lambda/core/job/request-post.ts';
import type { Blog, Generation, TextModel } from '../../../../lambda/core/post/blog.ts';
import type { BlogStore } from '../../../../lambda/core/post/blog-store.ts';
import { withDefaults } from '../../../../lambda/core/request/blog-request.ts';

const start = Date.UTC(2026, 10, 22, 16, 5, 27, 123);
const limits = {
  maxModelCalls: 3,
  modelAttemptBaseMs: 5_000,
  modelAttemptPerTokenMs: 25,
  modelReadTimeoutMs: 300_000,
  modelBackoffMs: 1_000,
  handoverReserveMs: 2_000,
};
const request = withDefaults({ blogTopic: 'T' });
const good: Generation = {
  text: 'A post.',
  stopReason: 'stop',
  promptTokenCount: 31,
  generationTokenCount: 4,
};
const never = () => new Promise<never>(() => {});
const failure = (kind: FailureKind) => () => Promise.reject(new BlogFailure(kind, kind));

beforeEach(() => {
  vi.useFakeTimers({ now: start });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Runs a post against scripted model calls and store answers; the last of each repeats. */
async function run(
  calls: (() => Promise<Generation>)[],
  saves: (() => Promise<'created' | 'exists'>)[] = [async () => 'created'],
  options: { deadlineMs?: number; random?: number; slowMs?: number } = {},
) {
  const stored = new Map<string, Blog>();
  const signals: AbortSignal[] = [];
  let modelCalls = 0;
  let storeCalls = 0;
  const model: TextModel = {
    modelId: 'm',
    async generate(_request, signal) {
      signals.push(signal);
      modelCalls += 1;
      await sleep(systemClock, options.slowMs ?? 0);
      return (calls[modelCalls - 1] ?? calls.at(-1) ?? never)();
    },
  };
  const store: BlogStore = {
    async create(blogId, blog) {
      storeCalls += 1;
      const answer = await (saves[storeCalls - 1] ?? saves.at(-1) ?? never)();
      if (answer === 'created') stored.set(blogId, blog);
      return answer;
    },
    read: async () => undefined,
  };
  const written: string[] = [];
  const records = {
    read: async () => undefined,
    write: async (name: string, text: string) => String(written.push(`${name} ${text}`)),
  };
  const invoked: unknown[] = [];
  const deadlineAt = start + (options.deadlineMs ?? 27_000);
  const command = { request, requestId: 'r', deadlineAt, respondAsync: false };
  const outcome = requestPost(command, limits, {
    model,
    store,
    clock: systemClock,
    random: () => options.random ?? 0,
    deadlineAt,
    records,
    newNonce: () => 'n',
    invokeWorker: async (event) => void invoked.push(event),
  }).then(
    (returned) => ({
      returned,
      saved: returned.kind === 'completed' ? returned.saved : undefined,
      failure: undefined,
    }),
    (error: BlogFailure) => ({ returned: undefined, saved: undefined, failure: error }),
  );
  await vi.runAllTimersAsync();
  const tookMs = Date.now() - start;
  return {
    ...(await outcome),
    ...{ stored, signals, written, invoked, tookMs },
    modelCalls: () => modelCalls,
    storeCalls: () => storeCalls,
  };
}

describe('a post', () => {
  it('is written by one model call and saved under its time and topic', async () => {
    const { saved, stored, modelCalls } = await run([async () => good]);
    expect(saved?.blogId).toBe('20261122T160527123Z_T');
    expect(saved?.blog).toMatchObject({
      text: 'A post.',
      modelCalls: 1,
      promptTokenCount: 31,
      truncated: false,
    });
    expect([...stored.keys()]).toEqual(['20261122T160527123Z_T']);
    expect(modelCalls()).toBe(1);
  });

  it.each<FailureKind>([
    'model-throttled',
    'model-not-ready',
    'model-unavailable',
    'model-failed',
    'empty-generation',
  ])('is asked for again after %s, three times in all', async (kind) => {
    const recovered = await run([failure(kind), failure(kind), async () => good]);
    expect(recovered.saved?.blog.modelCalls).toBe(3);
    const failed = await run([failure(kind)], undefined, { deadlineMs: 60_000 });
    expect(failed.failure?.kind).toBe(kind);
    expect(failed.modelCalls()).toBe(3);
    expect(failed.stored.size).toBe(0);
  });

  it.each<FailureKind>(['service-misconfigured', 'model-quota-exceeded'])(
    'is not asked for again after %s',
    async (kind) => {
      const { failure: thrown, modelCalls } = await run([failure(kind)]);
      expect(thrown?.kind).toBe(kind);
      expect(modelCalls()).toBe(1);
    },
  );

  it('is asked for again where the generation is blank or nothing but leaked tokens', async () => {
    const { saved } = await run([
      async () => ({ text: ' \n', stopReason: 'stop' }),
      async () => ({ text: '[/INST]', stopReason: 'length' }),
      async () => good,
    ]);
    expect(saved?.blog.modelCalls).toBe(3);
  });

  it('waits longer after each throttled call, with jitter', async () => {
    const least = await run([failure('model-throttled')], undefined, { random: 0 });
    expect(least.tookMs).toBe(500 + 1_000);
    vi.setSystemTime(start);
    const most = await run([failure('model-throttled')], undefined, { random: 0.999 });
    expect(most.tookMs).toBeGreaterThan(2 * 1_495);
  });

  it('gives up a call that hangs after 5 s and 25 ms a token, and calls again', async () => {
    const { saved, signals, tookMs } = await run([never, async () => good]);
    expect(saved?.blog.modelCalls).toBe(2);
    expect(signals[0]?.aborted).toBe(true);
    expect(tookMs).toBe(5_000 + 25 * 512 + 50);
  });

  it('is handed over to the worker where the time is over with calls left, and promised', async () => {
    const { returned, modelCalls, written, invoked, tookMs } = await run([never]);
    expect(returned).toEqual({ kind: 'accepted', blogId: '20261122T160552123Z_T' });
    expect(modelCalls()).toBe(2);
    expect(written).toHaveLength(1);
    expect(written[0]).toMatch(/^jobs\/20261122T160552123Z_T \{"v":1.*"model_calls":2,"status":"queued"/);
    expect(invoked).toEqual([{ blog_id: '20261122T160552123Z_T', v: 1 }]);
    expect(tookMs).toBeGreaterThan(25_000);
    expect(tookMs).toBeLessThan(27_000);
  });

  it('is handed over where the wait before another call does not fit the deadline', async () => {
    const { returned, modelCalls, invoked } = await run([failure('model-throttled')], undefined, {
      deadlineMs: 21_000,
      slowMs: 17_700,
    });
    expect(returned?.kind).toBe('accepted');
    expect(modelCalls()).toBe(1);
    expect(invoked).toHaveLength(1);
  });

  it('goes to the worker from the start where a call would not fit the deadline', async () => {
    const { returned, modelCalls, written } = await run([async () => good], undefined, {
      deadlineMs: 10_000,
    });
    expect(returned?.kind).toBe('accepted');
    expect(modelCalls()).toBe(0);
    expect(written[0]).toMatch(/"model_calls":0/);
  });

  it('is out of time for good where the last call allowed hangs', async () => {
    const {
      failure: thrown,
      modelCalls,
      invoked,
    } = await run([failure('model-failed'), failure('model-failed'), never]);
    expect(thrown?.kind).toBe('model-unavailable');
    expect(modelCalls()).toBe(3);
    expect(invoked).toEqual([]);
  });

  it('takes the next free millisecond where another post has its name', async () => {
    const { saved, stored } = await run(
      [async () => good],
      [async () => 'exists', async () => 'exists', async () => 'created'],
    );
    expect(saved?.blogId).toBe('20261122T160527125Z_T');
    expect(stored.size).toBe(1);
  });

  it.each<[FailureKind, number]>([
    ['store-unavailable', 5],
    ['service-misconfigured', 1],
  ])('is not lost where saving it ends in %s, tried %d times', async (kind, times) => {
    const { failure: thrown, storeCalls } = await run(
      [async () => good],
      [failure(kind) as () => Promise<never>],
    );
    expect(thrown).toMatchObject({ kind, generatedBlog: 'A post.' });
    expect(storeCalls()).toBe(times);
  });

  it('is not lost where the store throws what nobody foresaw', async () => {
    const { failure: thrown, storeCalls } = await run(
      [async () => good],
      [() => Promise.reject(new RangeError('x'))],
    );
    expect(storeCalls()).toBe(1);
    expect(thrown).toMatchObject({
      kind: 'store-unavailable',
      generatedBlog: 'A post.',
      cause: expect.any(RangeError),
    });
  });

  it('is not lost where the store never answers', async () => {
    const { failure: thrown, tookMs } = await run([async () => good], [never]);
    expect(thrown).toMatchObject({ kind: 'deadline-exceeded', generatedBlog: 'A post.' });
    expect(tookMs).toBe(27_000);
  });

  it('lets an error that is no failure of the model pass untouched', async () => {
    const { failure: thrown, modelCalls } = await run([() => Promise.reject(new RangeError('bug'))]);
    expect(thrown).toBeInstanceOf(RangeError);
    expect(modelCalls()).toBe(1);
  });
});
