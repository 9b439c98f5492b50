import { beforeEach, describe, expect, it } from 'vitest';
import { withDefaults } from '../../../../lambda/core/request/blog-request.ts';
import { pass, useVirtualTime } from '../../virtual-time.ts';
import { type Fate, World } from './world.ts';
import { failureOf, foreignPost, idOf } from './world-answers.ts';

let world: World;

useVirtualTime();
beforeEach(() => {
  world = new World();
});

describe('requests under one key', () => {
  it('that come at once get one post of one model call', async () => {
    for (let request = 0; request < 10; request += 1) void world.post({ key: 'k' });
    await pass(27_000);
    expect(world.kinds).toEqual(Array(10).fill('completed'));
    expect(new Set(world.answers.map(idOf)).size).toBe(1);
    expect(world.modelCalls).toBe(1);
    expect(world.objects.size).toBe(1);
  });

  it('that come later get the same post without a model call', async () => {
    void world.post({ key: 'k' });
    await pass(27_000);
    void world.post({ key: 'k', async: true });
    await pass(27_000);
    expect(world.answers[1]?.outcome).toEqual(world.answers[0]?.outcome);
    expect(world.modelCalls).toBe(1);
  });

  it('that differ are refused', async () => {
    void world.post({ key: 'k' });
    await pass(27_000);
    world.records.set('keys/k', {
      text: world.records.get('keys/k')?.text.replace('"f"', '"g"') ?? '',
      etag: 'e',
    });
    void world.post({ key: 'k' });
    await pass(27_000);
    expect(failureOf(world.answers[1])).toMatchObject({ fault: 'idempotency-key-reused' });
  });

  it('start anew once the key is forgotten', async () => {
    void world.post({ key: 'k' });
    await pass(24 * 3_600_000 + 1);
    void world.post({ key: 'k' });
    await pass(27_000);
    expect(world.kinds).toEqual(['completed', 'completed']);
    expect(idOf(world.answers[0])).not.toBe(idOf(world.answers[1]));
    expect(world.modelCalls).toBe(2);
  });

  it('may be tried again after a failure, with three new calls, and keep their id', async () => {
    world.modelFates = ['failed', 'failed', 'failed', 'failed', 'failed'];
    void world.post({ key: 'k' });
    await pass(27_000);
    expect(failureOf(world.answers[0])?.kind).toBe('model-failed');
    const promised = world.jobs[0]?.blog_id;
    void world.post({ key: 'k' });
    await pass(27_000);
    expect(world.answers[1]?.outcome).toMatchObject({
      kind: 'completed',
      saved: { blogId: promised, blog: { modelCalls: 3 } },
    });
  });

  it('may be tried again by the worker after a failure, with three new calls', async () => {
    world.modelFates = ['failed', 'failed', 'failed'];
    void world.post({ key: 'k' });
    await pass(27_000);
    void world.post({ key: 'k', async: true });
    await pass(27_000);
    expect(world.kinds).toEqual(['failure', 'accepted']);
    expect(world.jobs[0]).toMatchObject({ status: 'done', model_calls: 1 });
  });

  it('that wait for one that fails get its failure, without a call of their own', async () => {
    world.modelFates = ['denied'];
    void world.post({ key: 'k' });
    void world.post({ key: 'k' });
    await pass(27_000);
    expect(world.answers.map((answer) => failureOf(answer)?.kind)).toEqual(
      Array(2).fill('service-misconfigured'),
    );
    expect(world.modelCalls).toBe(1);
  });

  it('keep what became of the post for 24 hours from the last try', async () => {
    world.modelFates = Array(2).fill('denied');
    void world.post({ key: 'k' });
    await pass(23 * 3_600_000);
    void world.post({ key: 'k' });
    await pass(27_000);
    expect(world.modelCalls).toBe(2);
    expect(world.jobs[0]?.expires_at).toBeGreaterThan(Date.now() + 23.9 * 3_600_000);
  });

  it('of two keys in one millisecond with one topic get a post each', async () => {
    void world.post({ key: 'a' });
    void world.post({ key: 'b' });
    await pass(27_000);
    expect(world.kinds).toEqual(['completed', 'completed']);
    expect(new Set(world.answers.map(idOf)).size).toBe(2);
    expect(world.objects.size).toBe(2);
  });

  it('go to the worker where they do not fit the deadline, and are waited for', async () => {
    void world.post({ key: 'k', request: withDefaults({ blogTopic: 'T', wordCount: 1000 }) });
    await pass(27_000);
    expect(world.kinds).toEqual(['completed']);
    expect(world.workerRuns).toBe(1);
  });

  it('are handed over where the time runs out, without a fourth call', async () => {
    world.modelFates = ['hang', 'hang', 'ok'];
    world.modelTimeMs = 2_000;
    void world.post({ key: 'k' });
    await pass(60_000);
    expect(world.workerRuns).toBe(1);
    expect(world.modelCalls).toBe(3);
    expect(world.jobs[0]).toMatchObject({ status: 'done', model_calls: 3 });
    expect(world.answers[0]?.outcome.kind).toBe('completed');
  });

  it('end in a failure where three calls crashed one after the other', async () => {
    world.modelFates = ['crash', 'crash', 'crash'];
    for (let crash = 0; crash < 3; crash += 1) {
      void world.post({ key: 'k' });
      await pass(35_000);
    }
    void world.post({ key: 'k' });
    await pass(27_000);
    expect(failureOf(world.answers[0])?.kind).toBe('model-failed');
    expect(world.modelCalls).toBe(3);
  });

  it('keep their id where another post has its name, and the record points to the new one', async () => {
    void world.post({ key: 'k' });
    await pass(1_000);
    const blogId = world.jobs[0]?.blog_id ?? '';
    world.objects.set(blogId, foreignPost);
    await pass(27_000);
    void world.get(blogId);
    await pass(1_000);
    const [posted, read] = world.answers.map(({ outcome }) => outcome);
    expect(posted).toMatchObject({ kind: 'completed', saved: { blogId, blog: { text: 'Post 1' } } });
    expect(read).toEqual(posted);
    expect(world.jobs[0]?.object_id).not.toBe(blogId);
  });

  it('keep the name that was recorded for their post when they start over, since a late write may have it', async () => {
    world.fates = [...Array<Fate>(6).fill('ok'), 'crash-after'];
    void world.post({ key: 'k' });
    await pass(1_000);
    world.objects.set(world.jobs[0]?.blog_id ?? '', foreignPost);
    await pass(180_000);
    const objectId = world.jobs[0]?.object_id;
    void world.post({ key: 'k' });
    await pass(27_000);
    expect(world.answers.at(-1)?.outcome).toMatchObject({
      kind: 'completed',
      saved: { objectId, blog: { modelCalls: 1 } },
    });
    expect(objectId).not.toBe(world.jobs[0]?.blog_id);
  });
});
