import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../../lambda/adapters/system.ts';
import { sleep } from '../../../../lambda/core/clock.ts';
import { callModel, type ModelCallDependencies } from '../../../../lambda/core/model/model-call.ts';
import { withDefaults } from '../../../../lambda/core/request/blog-request.ts';

/** Calls a model that answers after `answerMs`, and collects what is settled of the reserved tokens. */
async function run({
  answerMs = 0,
  deadlineMs = 27_000,
  tokens,
  beforeCall,
}: { answerMs?: number; deadlineMs?: number; tokens?: number } & Pick<ModelCallDependencies, 'beforeCall'>) {
  const reserved: number[] = [];
  const settled: number[] = [];
  let calls = 0;
  const model = {
    modelId: 'm',
    async generate() {
      calls += 1;
      await sleep(systemClock, answerMs);
      return {
        text: 'By m.',
        stopReason: 'stop',
        ...(tokens !== undefined && { generationTokenCount: tokens }),
      };
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
      ...(beforeCall && { beforeCall }),
    },
  ).catch((error) => ({ kind: 'threw', error }));
  await vi.runAllTimersAsync();
  return { end: await call, reserved, settled, calls };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

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

describe('a call without an answer', () => {
  it.each([
    ['has failed at its own limit', 5_001, { kind: 'failed', failure: { kind: 'model-unavailable' } }],
    [
      'ends the run at the deadline',
      5_000,
      {
        kind: 'out-of-time',
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
    expect(await run({ deadlineMs: 0 })).toMatchObject({ end: { kind: 'out-of-time' }, calls: 0 });
  });
});
