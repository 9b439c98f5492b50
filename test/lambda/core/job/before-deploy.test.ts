import { describe, expect, it, vi } from 'vitest';
import { pass, useVirtualTime } from '../../virtual-time.ts';
import { blogId, bucketOf, keyRecord, otherName, type State } from './records-before-deploy.ts';
import { World } from './world.ts';

useVirtualTime();

/** A bucket as the version before left it, a while later. */
function worldOf(state: State, laterMs = 0): World {
  const { at, job, objects = {} } = bucketOf(state);
  vi.setSystemTime(at + laterMs);
  const world = new World();
  for (const [name, record] of [['keys/k', keyRecord] as const, [`jobs/${blogId}`, job] as const]) {
    world.records.set(name, { text: JSON.stringify(record), etag: 'before' });
  }
  for (const [name, object] of Object.entries(objects)) world.objects.set(name, object);
  world.hasFallback = true;
  return world;
}

describe('a key that was sent before a deployment', () => {
  it.each<[State, string, number, number]>([
    ['queued', 'its event lost', 61_000, 1],
    ['running', 'its request dead', 40_000, 2],
    ['released', 'at once', 0, 2],
    ['handed over', 'its event lost', 61_000, 3],
    ['failed', 'tried again', 0, 1],
    ['done', 'at once', 0, 1],
    ['renamed', 'at once', 0, 1],
  ])('gives its post after it: %s, %s', async (state, _, laterMs, modelCalls) => {
    const world = worldOf(state, laterMs);
    void world.post({ key: 'k' });
    await pass(27_000);
    expect(world.answers.map(({ outcome }) => outcome)).toEqual([
      { kind: 'completed', saved: expect.objectContaining({ blogId }) },
    ]);
    void world.get(blogId);
    await pass(1_000);
    expect(world.answers[1]?.outcome).toEqual(world.answers[0]?.outcome);
    expect(world.answers[0]?.outcome).toMatchObject({ saved: { blog: { modelCalls } } });
  });

  it.each<[State, number, string]>([
    ['queued', 1, 'm'],
    ['handed over', 3, 'f'],
  ])(
    'is finished by the worker of after it, with all that was asked for: %s',
    async (state, calls, modelId) => {
      const world = worldOf(state);
      void world.deliver({ blog_id: blogId, v: 1 });
      await pass(10_000);
      expect(world.objects.get(blogId)).toMatchObject({ blog: { modelCalls: calls, modelId } });
      const request = { style: 'formal', tone: 'warm', temperature: 0.2, topP: 0.8 };
      expect(world.jobs).toMatchObject([{ status: 'done', request }]);
    },
  );

  it('keeps the name of its object where that was another, and its failure', async () => {
    const renamed = worldOf('renamed');
    void renamed.get(blogId);
    const failed = worldOf('failed');
    void failed.get(blogId);
    await pass(1_000);
    expect(renamed.answers[0]?.outcome).toMatchObject({ saved: { blogId, objectId: otherName } });
    expect(failed.answers[0]?.outcome).toMatchObject({
      failure: { kind: 'service-misconfigured', recorded: true },
    });
  });
});
