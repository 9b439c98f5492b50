import { expect, it, vi } from 'vitest';
import { systemClock } from '../../../../lambda/adapters/system.ts';
import { BlogFailure } from '../../../../lambda/core/errors.ts';
import { savePost } from '../../../../lambda/core/job/save-post.ts';
import type { Blog } from '../../../../lambda/core/post/blog.ts';
import { start, useVirtualTime } from '../../virtual-time.ts';

const blog = { blogTopic: 'T', text: 'A post.' } as Blog;
type Create = () => Promise<'created' | 'exists'>;
const failing = (error: Error) => () => Promise.reject(error);
const down = new BlogFailure('store-unavailable', 'S3 is down');
const denied = new BlogFailure('service-misconfigured', 'denied', { hint: 'change the role' });

useVirtualTime();

/** Saves a post while S3 answers in turn, at last again and again. Each name that was tried is in `tried`. */
async function save(...answers: Create[]) {
  const tried: string[] = [];
  const create = (name: string) => {
    tried.push(name);
    return (answers.length > 1 ? answers.shift() : answers[0])?.() ?? Promise.reject();
  };
  const saved = savePost(
    blog,
    {
      requestId: 'r',
      objectId: '20261122T160527123Z_T',
      retryUntil: start + 4_000,
      deadlineAt: start + 27_000,
      beforeRename: async () => true,
    },
    { store: { create, read: vi.fn() }, clock: systemClock },
  ).catch((failure: BlogFailure) => failure);
  await vi.runAllTimersAsync();
  return { end: await saved, tried, tookMs: Date.now() - start };
}

it('a post whose name another has gets the name of the next free millisecond', async () => {
  const { end, tried } = await save(...Array<Create>(2).fill(async () => 'exists'), async () => 'created');
  expect(tried.map((name) => name.slice(0, 19))).toEqual(
    [123, 124, 125].map((ms) => `20261122T160527${ms}Z`),
  );
  expect(end).toBe('20261122T160527125Z_T');
});

it('a post is saved once S3 is back', async () => {
  const { end, tried } = await save(failing(down), failing(down), async () => 'created');
  expect([end, new Set(tried).size]).toEqual(['20261122T160527123Z_T', 1]);
});

it.each<[string, Create, number, number, object]>([
  ['is down for 4 s', failing(down), 5, 3_000, { kind: 'store-unavailable', cause: down }],
  ['refuses it', failing(denied), 1, 0, { kind: 'service-misconfigured', hint: 'change the role' }],
  [
    'fails as nobody foresaw',
    failing(new RangeError('x')),
    1,
    0,
    { kind: 'store-unavailable', cause: expect.any(RangeError) },
  ],
  ['never answers', () => new Promise(() => {}), 1, 27_000, { kind: 'deadline-exceeded' }],
])('the text of a post is not lost where S3 %s', async (_, create, times, tookMs, failure) => {
  const saved = await save(create);
  expect(saved).toMatchObject({ tookMs, end: { ...failure, generatedBlog: 'A post.' } });
  expect(saved.tried).toHaveLength(times);
});
