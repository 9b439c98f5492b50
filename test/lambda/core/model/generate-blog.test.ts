import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../../lambda/adapters/system.ts';
import { sleep } from '../../../../lambda/core/clock.ts';
import { BlogFailure, type FailureKind } from '../../../../lambda/core/errors.ts';
import { generateBlog } from '../../../../lambda/core/model/generate-blog.ts';
import { withDefaults } from '../../../../lambda/core/request/blog-request.ts';
import { useVirtualTime } from '../../virtual-time.ts';

const request = withDefaults({ blogTopic: 'T' });

type Answer = 'post' | 'retired' | FailureKind;

/** Runs two models through their answers in turn, the last of each repeated. */
async function run(
  answers: { first: Answer[]; fallback?: Answer[] },
  limits: {
    maxModelCalls?: number;
    callsBefore?: number;
    usesFallback?: boolean;
    deadlineMs?: number;
    callMs?: number;
    random?: number;
  } = {},
) {
  const called: { model: string; afterMs: number }[] = [];
  const counted: [number, boolean][] = [];
  const retries: string[] = [];
  const startedAt = Date.now();
  const model = (modelId: string, sequence: Answer[]) => ({
    modelId,
    generate: async () => {
      called.push({ model: modelId, afterMs: Date.now() - startedAt });
      await sleep(systemClock, limits.callMs ?? 0);
      const answer = sequence.length > 1 ? sequence.shift() : sequence[0];
      if (answer === 'post') return { text: `By ${modelId}.`, stopReason: 'stop' };
      if (answer === 'retired') {
        throw new BlogFailure('service-misconfigured', 'gone', { modelGone: true, hint: 'set modelId' });
      }
      throw new BlogFailure(answer ?? 'model-failed', String(answer));
    },
  });
  const work = generateBlog(
    request,
    { callsBefore: limits.callsBefore ?? 0, usesFallback: limits.usesFallback ?? false },
    {
      maxModelCalls: limits.maxModelCalls ?? 3,
      callLimitMs: 17_800,
      backoffMs: 1_000,
      deadlineAt: startedAt + (limits.deadlineMs ?? 27_000),
    },
    {
      model: model('first', answers.first),
      fallback: answers.fallback && model('second', answers.fallback),
      clock: systemClock,
      random: () => limits.random ?? 1,
      beforeCall: async (number, usesFallback) => counted.push([number, usesFallback]) > 0,
      onRetry: (failure, modelCalls, next) => retries.push(`${modelCalls} ${failure.kind} -> ${next}`),
    },
  ).then(
    (end) => ({ end, blog: end.kind === 'generated' ? end.blog : undefined, error: undefined }),
    (error) => ({ end: undefined, blog: undefined, error }),
  );
  await vi.runAllTimersAsync();
  return { ...(await work), called, models: called.map(({ model }) => model), counted, retries };
}

useVirtualTime();

describe('the fallback model', () => {
  it.each<[string, Answer[], string[]]>([
    ['throttled until one call is left', ['model-throttled'], ['first', 'first', 'second']],
    ['throttled at its last turn', ['model-failed', 'model-throttled'], ['first', 'first', 'second']],
    ['retired', ['retired'], ['first', 'second']],
    ['not ready', ['model-not-ready'], ['first', 'second']],
    ['out of its quota', ['model-quota-exceeded'], ['first', 'second']],
  ])('writes the post where the first is %s', async (_, first, models) => {
    const { blog, models: called } = await run({ first, fallback: ['post'] });
    expect(called).toEqual(models);
    expect(blog).toMatchObject({ modelId: 'second', modelCalls: models.length, text: 'By second.' });
  });

  it.each<[string, Answer[], string[]]>([
    ['answers', ['post'], ['first']],
    ['answers after it was throttled once', ['model-throttled', 'post'], ['first', 'first']],
    ['fails', ['model-failed'], ['first', 'first', 'first']],
    ['cannot be reached', ['model-unavailable'], ['first', 'first', 'first']],
    ['is refused by IAM', ['service-misconfigured'], ['first']],
    ['is stopped by the guardrail', ['guardrail-intervened'], ['first']],
  ])('is not called where the first %s', async (_, first, models) => {
    expect((await run({ first, fallback: ['post'] })).models).toEqual(models);
  });

  it('is called without a wait: its quota is another', async () => {
    const { called } = await run({ first: ['model-throttled'], fallback: ['post'] });
    expect(called.map(({ afterMs }) => afterMs)).toEqual([0, 1_000, 1_000]);
  });

  it('is called before the last turn where no time is left to wait for the first', async () => {
    const { models } = await run({ first: ['model-throttled'], fallback: ['post'] }, { deadlineMs: 1_900 });
    expect(models).toEqual(['first', 'second']);
  });

  it('has the calls that the first left over, and waits between them as that does', async () => {
    const { called, error } = await run({ first: ['retired'], fallback: ['model-throttled'] });
    expect(called).toEqual([
      { model: 'first', afterMs: 0 },
      { model: 'second', afterMs: 0 },
      { model: 'second', afterMs: 2_000 },
    ]);
    expect(error).toMatchObject({ kind: 'model-throttled' });
  });

  it('fails with its own failure', async () => {
    const { error, models } = await run({ first: ['model-throttled'], fallback: ['service-misconfigured'] });
    expect([error.kind, models]).toEqual(['service-misconfigured', ['first', 'first', 'second']]);
  });

  it('has the operator change its own settings, and those of the first model after a failure of that', async () => {
    const { error } = await run({ first: ['retired'], fallback: ['retired'] });
    expect(error).toMatchObject({ modelId: 'second', hint: 'set fallbackModelId' });
    const alone = await run({ first: ['retired'], fallback: ['retired'] }, { maxModelCalls: 1 });
    expect(alone.error).toMatchObject({ modelId: 'first', hint: 'set modelId' });
  });

  it('never makes a call more than is allowed', async () => {
    const { error, models } = await run({ first: ['retired'], fallback: ['post'] }, { maxModelCalls: 1 });
    expect([error.modelGone, models]).toEqual([true, ['first']]);
  });

  it('goes on where its turn had come before', async () => {
    const { models, counted } = await run(
      { first: ['post'], fallback: ['post'] },
      { callsBefore: 2, usesFallback: true },
    );
    expect([models, counted]).toEqual([['second'], [[3, true]]]);
  });

  it.each<[string, number, boolean, FailureKind]>([
    ['once the first has had its turns', 2, true, 'deadline-exceeded'],
    ['not before that', 1, false, 'model-throttled'],
  ])('is left to whoever goes on where no time is left for a call: %s', async (_, number, turn, kind) => {
    const { end, models } = await run(
      { first: ['model-throttled'], fallback: ['post'] },
      { callsBefore: number - 1, deadlineMs: 1_500, callMs: 700 },
    );
    expect(models).toEqual(['first']);
    const failure = { kind };
    expect(end).toMatchObject({ kind: 'out-of-time', modelCalls: number, usesFallback: turn, failure });
  });

  it('is named to the log as the next to be called', async () => {
    const { retries } = await run({ first: ['model-throttled'], fallback: ['post'] });
    expect(retries).toEqual(['1 model-throttled -> first', '2 model-throttled -> second']);
  });

  it('is passed over where a job says its turn has come and none is set up any more', async () => {
    expect((await run({ first: ['post'] }, { callsBefore: 1, usesFallback: true })).models).toEqual([
      'first',
    ]);
  });
});

describe('a call that failed', () => {
  it.each<[FailureKind, number, number[]]>([
    ['model-throttled', 0, [0, 500, 1_500]],
    ['model-throttled', 1, [0, 1_000, 3_000]],
    ['model-not-ready', 1, [0, 1_000, 3_000]],
    ['model-unavailable', 1, [0, 100, 300]],
    ['model-failed', 1, [0, 100, 300]],
    ['empty-generation', 1, [0, 0, 0]],
    ['service-misconfigured', 1, [0]],
    ['model-quota-exceeded', 1, [0]],
  ])('with %s, at a jitter of %d, is one of the calls after %j ms', async (kind, random, startsMs) => {
    const { called, error } = await run({ first: [kind] }, { random });
    expect([called.map(({ afterMs }) => afterMs), error.kind]).toEqual([startsMs, kind]);
  });

  it('counts in the post that a later call writes', async () => {
    const { blog } = await run({ first: ['model-unavailable', 'empty-generation', 'post'] });
    expect(blog).toMatchObject({ text: 'By first.', modelCalls: 3 });
  });
});

describe('a call that exceeds its limit', () => {
  it('fails the post if it is the last, also at the deadline', async () => {
    const { error } = await run(
      { first: ['post'] },
      { callMs: 20_000, deadlineMs: 17_000, maxModelCalls: 1 },
    );
    expect(error.kind).toBe('deadline-exceeded');
  });

  it('hints at the settings that limit a call, in a request and in the worker', async () => {
    const limits = { callMs: 20_000, deadlineMs: 60_000, maxModelCalls: 1 };
    const { error } = await run({ first: ['post'] }, limits);
    expect(error).toMatchObject({ kind: 'model-unavailable', message: expect.stringContaining('17800 ms') });
    for (const setting of ['modelAttemptBaseMs', 'modelAttemptPerTokenMs', 'modelReadTimeoutMs']) {
      expect(error.hint).toContain(setting);
    }
  });
});
