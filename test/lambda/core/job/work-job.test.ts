import { beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '../../../../lambda/core/job/job.ts';
import { pass, useVirtualTime } from '../../virtual-time.ts';
import { type Fate, World } from './world.ts';

let world: World;

useVirtualTime();
beforeEach(() => {
  world = new World();
});

const job = (): Job => world.jobs[0] as Job;
const queued = async (...fates: Fate[]): Promise<void> => {
  // The request itself makes three calls: is the id free, create the job, invoke.
  world.fates = ['ok', 'ok', 'ok', ...fates];
  void world.post({ async: true });
  await pass(40);
};

describe('the worker', () => {
  it('asks S3 until its time is over before it pays for a text again', async () => {
    await queued('ok', 'ok', 'ok', ...Array<Fate>(8).fill('refused'));
    await pass(300_000);
    expect(job().status).toBe('done');
    expect(world.modelCalls).toBe(1);
    expect(world.workerRuns).toBe(1);
  });

  it('is tried again, and pays again, where S3 was down until its time was over', async () => {
    await queued('ok', 'ok', 'ok', ...Array<Fate>(37).fill('refused'));
    await pass(1_200_000);
    expect(job()).toMatchObject({ status: 'done', model_calls: 2 });
    expect(world.workerRuns).toBe(2);
  });

  it('records that it ran out of time, and leaves nothing for Lambda to try again', async () => {
    world.modelFates = ['hang', 'hang', 'hang'];
    await queued();
    await pass(900_000);
    expect(job()).toMatchObject({ status: 'failed', model_calls: 3 });
    expect(world.workerRuns).toBe(1);
    expect(world.failedEvents).toBe(0);
  });

  it('ends its calls 15 s before its own deadline, to save what it has', async () => {
    world.limits.workerDeadlineMs = 60_000;
    world.modelFates = ['hang'];
    await queued();
    await pass(45_000);
    expect(job().status).toBe('running');
    await pass(200);
    expect(job()).toMatchObject({ status: 'failed', failure: 'deadline-exceeded' });
  });

  it('does not write a post of which two events are under way twice', async () => {
    await queued();
    void world.deliver({ blog_id: job().blog_id, v: 1 });
    await pass(20_000);
    expect(world.workerRuns).toBe(2);
    expect(world.mostInFlight).toBe(1);
    expect(world.objects.size).toBe(1);
  });

  it.each([0, 10, 30, 1_000, 44_000])(
    'does nothing for an event that is delivered twice at once, %d ms apart',
    async (apartMs) => {
      world.deliveries = ['dropped'];
      world.modelTimeMs = 100_000;
      await queued();
      void world.deliver({ blog_id: job().blog_id, v: 1 }, 'one-id');
      await pass(apartMs);
      void world.deliver({ blog_id: job().blog_id, v: 1 }, 'one-id');
      await pass(900_000);
      expect([world.workerRuns, world.modelCalls, world.mostInFlight]).toEqual([2, 1, 1]);
      expect(job()).toMatchObject({ status: 'done', model_calls: 1 });
    },
  );

  it('is given up by Lambda after three crashes, and the job fails by time', async () => {
    await queued('crash-after', 'crash-after', 'crash-after');
    await pass(600_000);
    expect(world.failedEvents).toBe(1);
    expect(job().status).toBe('queued');
    await pass(75 * 60_000);
    void world.get(job().blog_id);
    await pass(1_000);
    expect(world.answers.at(-1)?.outcome).toMatchObject({
      failure: { kind: 'deadline-exceeded', recorded: true },
    });
  });
});
