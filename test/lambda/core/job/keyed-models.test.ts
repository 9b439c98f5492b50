import { beforeEach, describe, expect, it } from 'vitest';
import { pass, useVirtualTime } from '../../virtual-time.ts';
import { World } from './world.ts';
import { failureOf } from './world-answers.ts';

let world: World;

useVirtualTime();
beforeEach(() => {
  world = new World();
});

describe('requests whose first model gives up, or whose models are others now', () => {
  it.each([
    ['with a key', { key: 'k' }],
    ['without one', {}],
  ])('(%s) are handed over with the turn of the fallback model where it has come', async (_, options) => {
    world.hasFallback = true;
    world.modelTimeMs = 11_000;
    world.modelFates = ['throttled', 'throttled'];
    void world.post(options);
    await pass(27_000);
    expect(world.kinds).toEqual(['accepted']);
    expect(world.jobs[0]).toMatchObject({ model_calls: 3, uses_fallback: true });
    await pass(60_000);
    expect(world.writers).toEqual([['f', 3]]);
  });

  it('go on with the fallback model where a call of it crashed', async () => {
    world.hasFallback = true;
    world.modelFates = ['retired', 'crash'];
    void world.post({ key: 'k', async: true });
    await pass(3_600_000);
    expect(world.workerRuns).toBe(2);
    expect(world.writers).toEqual([['f', 3]]);
  });

  it('are refused before the key is used if the models do not accept them', async () => {
    world.isAccepted = false;
    void world.post({ key: 'k' });
    await pass(27_000);
    expect(failureOf(world.answers[0])).toMatchObject({ fault: 'invalid-request' });
    expect([world.records.size, world.modelCalls]).toEqual([0, 0]);
  });

  it('are refused before an expired key is used again', async () => {
    void world.post({ key: 'k' });
    await pass(24 * 3_600_000 + 1);
    const before = new Map(world.records);
    world.isAccepted = false;
    void world.post({ key: 'k' });
    await pass(27_000);
    expect(failureOf(world.answers[1])).toMatchObject({ fault: 'invalid-request' });
    expect(world.records).toEqual(before);
  });

  it('get the post that exists although the current models do not accept them', async () => {
    void world.post({ key: 'k' });
    await pass(27_000);
    world.isAccepted = false;
    void world.post({ key: 'k' });
    await pass(27_000);
    expect(world.kinds).toEqual(['completed', 'completed']);
    expect(world.modelCalls).toBe(1);
  });

  it('are refused where a failed post is tried again with models that do not accept them', async () => {
    world.modelFates = ['denied'];
    void world.post({ key: 'k' });
    await pass(27_000);
    world.isAccepted = false;
    void world.post({ key: 'k' });
    await pass(27_000);
    expect(failureOf(world.answers[1])).toMatchObject({ fault: 'invalid-request' });
    expect(world.jobs[0]).toMatchObject({ status: 'failed' });
  });

  it('begin with the first model again where they are tried again after a failure', async () => {
    world.hasFallback = true;
    world.modelFates = ['throttled', 'throttled', 'denied'];
    void world.post({ key: 'k' });
    await pass(27_000);
    expect(world.kinds).toEqual(['failure']);
    void world.post({ key: 'k' });
    await pass(27_000);
    expect(world.writers).toEqual([['m', 1]]);
  });
});
