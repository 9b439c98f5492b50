import { beforeEach, describe, expect, it } from 'vitest';
import { pass, useVirtualTime } from '../../virtual-time.ts';
import { World } from './world.ts';
import { type Answer, failureOf, idOf } from './world-answers.ts';

let world: World;

useVirtualTime();
beforeEach(() => {
  world = new World();
});

describe('reading a post back', () => {
  const read = async (blogId: string): Promise<Answer> => {
    void world.get(blogId);
    await pass(9_000);
    return world.answers.at(-1) as Answer;
  };

  it('finds a plain post by its object alone', async () => {
    void world.post();
    await pass(27_000);
    expect(world.records.size).toBe(0);
    expect((await read(idOf(world.answers[0]))).outcome).toEqual(world.answers[0]?.outcome);
  });

  it('finds nothing under an id that was never returned', async () => {
    expect(failureOf(await read('20261122T160527123Z_T'))).toMatchObject({
      fault: 'not-found',
      message: expect.stringMatching(/^There is no post with this id/),
    });
  });

  it('returns the promise of a post that is being written, then the post', async () => {
    void world.post({ async: true });
    await pass(500);
    const blogId = idOf(world.answers[0]);
    void world.get(blogId);
    await pass(100);
    expect(world.answers[1]?.outcome).toEqual({ kind: 'accepted', blogId });
    await pass(10_000);
    expect((await read(blogId)).outcome).toMatchObject({ kind: 'completed', saved: { blogId } });
  });

  it('returns a recorded failure until the job is forgotten', async () => {
    world.modelFates = ['denied'];
    void world.post({ async: true });
    await pass(10_000);
    const blogId = idOf(world.answers[0]);
    expect(failureOf(await read(blogId))).toMatchObject({ kind: 'service-misconfigured', recorded: true });
    await pass(24 * 3_600_000);
    expect(failureOf(await read(blogId))).toMatchObject({ fault: 'not-found' });
  });

  it('says that a deleted post was deleted', async () => {
    void world.post({ key: 'k' });
    await pass(27_000);
    world.objects.clear();
    expect(failureOf(await read(idOf(world.answers[0])))).toMatchObject({
      fault: 'not-found',
      message: 'The post was written and has been deleted since.',
    });
  });
});
