import { beforeEach, describe, expect, it } from 'vitest';
import { pass, useVirtualTime } from '../../virtual-time.ts';
import { type Fate, World } from './world.ts';
import { failureOf, foreignPost } from './world-answers.ts';

let world: World;

useVirtualTime();
beforeEach(() => {
  world = new World();
});

/** Asks for a post. @returns the answer and the milliseconds that it took */
async function ask() {
  void world.post();
  await pass(27_000);
  const [answer] = world.answers;
  return { answer, outcome: answer?.outcome, tookMs: (answer?.endedAt ?? 0) - (answer?.startedAt ?? 0) };
}

describe('a post that is asked for without a key', () => {
  const blogId = '20261122T160530123Z_T';

  it('is written by one model call and saved under its topic and the moment of saving', async () => {
    expect((await ask()).outcome).toMatchObject({
      kind: 'completed',
      saved: { blogId, objectId: blogId, blog: { text: 'Post 1', modelCalls: 1, truncated: false } },
    });
    expect([[...world.objects.keys()], world.records.size]).toEqual([[blogId], 0]);
  });

  it('has the id of the next moment where another post has its name', async () => {
    world.objects.set(blogId, foreignPost);
    const later = '20261122T160530133Z_T';
    expect((await ask()).outcome).toMatchObject({ saved: { blogId: later, objectId: later } });
    expect([...world.objects.keys()]).toEqual([blogId, later]);
  });

  it.each([
    [5_000 + 25 * 512, 300_000],
    [8_000, 8_000],
  ])(
    'is asked for again after a call of %i ms: 5 s and 25 ms a token, %i ms at most',
    async (limitMs, mostMs) => {
      world.limits.modelReadTimeoutMs = mostMs;
      world.modelFates = ['hang'];
      const { outcome, tookMs } = await ask();
      expect(outcome).toMatchObject({ saved: { blog: { modelCalls: 2 } } });
      // The limit, the wait, the second call and S3.
      expect(tookMs).toBe(limitMs + 75 + 3_000 + 10);
    },
  );

  it('is handed over with its calls left under the id of that moment, 4 s before the deadline', async () => {
    world.modelFates = ['hang', 'hang'];
    world.deliveries = ['dropped'];
    const { outcome, tookMs } = await ask();
    const promised = '20261122T160550123Z_T';
    expect(outcome).toEqual({ kind: 'accepted', blogId: promised });
    expect(world.jobs).toMatchObject([{ blog_id: promised, status: 'queued', model_calls: 2 }]);
    expect(tookMs).toBeLessThan(27_000);
  });

  it('is answered with its text where it cannot be saved for 4 s', async () => {
    world.fates = Array<Fate>(9).fill('refused');
    const { answer, tookMs } = await ask();
    expect(failureOf(answer)).toMatchObject({ kind: 'store-unavailable', generatedBlog: 'Post 1' });
    expect([world.fates.length, tookMs]).toEqual([4, 3_000 + 3_000 + 5 * 10]);
  });
});
