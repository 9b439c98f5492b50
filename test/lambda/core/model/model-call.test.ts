import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../../lambda/adapters/system.ts';
import { sleep } from '../../../../lambda/core/clock.ts';
import { BlogFailure, type FailureKind } from '../../../../lambda/core/errors.ts';
import { callModel, type ModelCallDependencies } from '../../../../lambda/core/model/model-call.ts';
import { withDefaults } from '../../../../lambda/core/request/blog-request.ts';
import { useVirtualTime } from '../../virtual-time.ts';

/** Calls a model that answers after `answerMs`, and collects what is settled of the reserved tokens. */
async function run({
  answerMs = 0,
  deadlineMs = 27_000,
  tokens,
  text = 'By m.',
  fault,
  ...dependencies
}: {
  answerMs?: number;
  deadlineMs?: number;
  tokens?: number;
  text?: string;
  fault?: Error;
} & Partial<ModelCallDependencies>) {
  const reserved: number[] = [];
  const settled: number[] = [];
  let calls = 0;
  const model = {
    modelId: 'm',
    async generate() {
      calls += 1;
      await sleep(systemClock, answerMs);
      if (fault) throw fault;
      return { text, stopReason: 'stop', ...(tokens !== undefined && { generationTokenCount: tokens }) };
    },
  };
  const call = callModel(
    withDefaults({ blogTopic: 'T', maxGenLen: 700 }),
    { callLimitMs: 5_000, deadlineAt: Date.now() + deadlineMs },
    { model, modelCalls: 2, usesFallback: false },
    {
      clock: systemClock,
      budget: {
        async reserve(wanted) {
          reserved.push(wanted);
          return (used) => void settled.push(used);
        },
      },
      ...dependencies,
    },
  ).catch((error) => ({ kind: 'threw', error }));
  await vi.runAllTimersAsync();
  return { end: await call, reserved, settled, calls };
}

useVirtualTime();

describe('the tokens that a call reserves', () => {
  it('are spent as the model counts them', async () => {
    const { end, reserved, settled } = await run({ tokens: 260 });
    expect([end.kind, reserved, settled]).toEqual(['generated', [700], [260]]);
  });

  it('stay reserved if the model counts none', async () => {
    expect(await run({})).toMatchObject({ end: { kind: 'generated' }, settled: [] });
  });

  it('are returned if the call is not made', async () => {
    const beforeCall = async () => false;
    expect(await run({ beforeCall })).toMatchObject({ end: { kind: 'stopped' }, settled: [0], calls: 0 });
  });

  it('are returned if the call cannot be recorded', async () => {
    const beforeCall = () => Promise.reject(new Error('S3 is down'));
    const { end, settled, calls } = await run({ beforeCall });
    expect([end, settled, calls]).toMatchObject([
      { kind: 'threw', error: { message: 'S3 is down' } },
      [0],
      0,
    ]);
  });
});

describe('a call without a post', () => {
  it.each<[FailureKind, number[]]>([
    ['model-throttled', [0]],
    ['model-quota-exceeded', [0]],
    ['model-not-ready', [0]],
    ['service-misconfigured', [0]],
    ['model-failed', []],
    ['model-unavailable', []],
  ])('that fails with %s settles %j tokens: those that cannot be billed', async (kind, settled) => {
    const { end, ...ended } = await run({ fault: new BlogFailure(kind, kind) });
    expect(end).toMatchObject({ kind: 'failed', failure: { kind, modelId: 'm' } });
    expect(ended.settled).toEqual(settled);
  });

  it('has failed if its text is blank', async () => {
    expect((await run({ text: ' \n' })).end).toMatchObject({ failure: { kind: 'empty-generation' } });
  });

  it('ends in an error that is no failure of the model as it is', async () => {
    const fault = new RangeError('bug');
    expect((await run({ fault })).end).toEqual({ kind: 'threw', error: fault });
  });

  it('is not made if the budget refuses it', async () => {
    const refusal = new BlogFailure('budget-exhausted', 'x');
    const { end, calls } = await run({ budget: { reserve: () => Promise.reject(refusal) } });
    expect([end, calls]).toEqual([{ kind: 'threw', error: refusal }, 0]);
  });

  it.each([
    ['has failed at its own limit', 5_001, { kind: 'failed', failure: { kind: 'model-unavailable' } }],
    [
      'ends the run at the deadline',
      5_000,
      {
        kind: 'failed',
        isLate: true,
        failure: {
          kind: 'deadline-exceeded',
          message: 'the deadline passed after 2 model calls',
          hint: expect.stringContaining('max_gen_len'),
        },
      },
    ],
  ])('%s', async (_, deadlineMs, end) => {
    expect(await run({ answerMs: 30_000, deadlineMs })).toMatchObject({ end, settled: [] });
  });

  it('is not made after the deadline', async () => {
    expect(await run({ deadlineMs: 0 })).toMatchObject({ end: { kind: 'failed', isLate: true }, calls: 0 });
  });
});
