import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../../lambda/adapters/system.ts';
import { BlogFailure } from '../../../../lambda/core/errors.ts';
import { driveJob, type JobActions } from '../../../../lambda/core/job/drive-job.ts';
import {
  completeJob,
  countCalls,
  holdJob,
  type Job,
  newJob,
  queueJob,
  releaseJob,
} from '../../../../lambda/core/job/job.ts';
import type { JobHandle } from '../../../../lambda/core/job/job-handle.ts';
import type { Who } from '../../../../lambda/core/job/next-step.ts';
import type { Blog } from '../../../../lambda/core/post/blog.ts';
import type { StoredBlog } from '../../../../lambda/core/post/blog-store.ts';
import { withDefaults } from '../../../../lambda/core/request/blog-request.ts';
import { start as now, pass, useVirtualTime } from '../../virtual-time.ts';

const blogId = '20261122T160527123Z_T';
const request = withDefaults({ blogTopic: 'T' });
const fresh = newJob({ blog_id: blogId, job_id: 'r', request }, now);
const held = countCalls(holdJob(fresh, { id: 'other', endsAt: now + 60_000 }, now), 1, false);
const usedUp = countCalls(releaseJob(held), 3, false);
const done = completeJob(held);
const stored: StoredBlog = { blog: { text: 'A post.' } as Blog, requestId: 'r' };
const completed = { kind: 'completed', saved: { blogId, blog: { text: 'A post.' } } };

const waiting = {
  kind: 'request',
  id: 'r2',
  endsAt: now + 20_000,
  respondAsync: false,
  latestCallAt: now + 10_000,
  maxModelCalls: 3,
} as const;
const joined = { ...waiting, joined: true } as const;
const asynchronous = { ...waiting, respondAsync: true } as const;
const worker = { kind: 'worker', id: 'aws', endsAt: now + 600_000, maxModelCalls: 3 } as const;
const reader = { kind: 'reader' } as const;

useVirtualTime();

/** Answers one after the other; the last repeats. An error is thrown. */
function inTurn<T>(...answers: (T | Error)[]) {
  return vi.fn(async (): Promise<T> => {
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer instanceof Error) throw answer;
    return answer as T;
  });
}

interface Scene {
  /** What each look at the job finds. */
  jobs: (Job | undefined | Error)[];
  /** What each look for the post finds. */
  posts?: (StoredBlog | undefined | Error)[];
  /** Whether another writer is faster. */
  losesRaces?: boolean;
  actions?: JobActions;
}

function drive(who: Who, { jobs, posts = [stored], losesRaces = false, actions = {} }: Scene) {
  const seen = jobs.map((job) => (job && !(job instanceof Error) ? { value: job, etag: 'e' } : job));
  const write = vi.fn<JobHandle['write']>(async (value) => (losesRaces ? undefined : { value, etag: 'f' }));
  const handle = { blogId, read: inTurn<Awaited<ReturnType<JobHandle['read']>>>(...seen), write };
  const store = { create: vi.fn(), read: inTurn(...posts) };
  const outcome = driveJob(handle, who, actions, { clock: systemClock, store, deadlineAt: now + 27_000 });
  outcome.catch(() => {});
  return { outcome, write };
}

describe('S3 fails while the post of a job is looked for', () => {
  const down = new BlogFailure('store-unavailable', 'S3 is down');

  it('and the request has waited for it: it is promised', async () => {
    const { outcome } = drive(joined, { jobs: [done], posts: [down] });
    await expect(outcome).resolves.toEqual({ kind: 'accepted', blogId });
  });

  it.each<[string, Who, Error]>([
    ['a request that has just come', waiting, down],
    ['a reader', reader, down],
    [
      'a request that has waited, where S3 refuses',
      joined,
      new BlogFailure('service-misconfigured', 'denied'),
    ],
    ['a request that has waited, where it is no failure of S3', joined, new RangeError('bug')],
  ])('and it fails with that: %s', async (_, who, fault) => {
    await expect(drive(who, { jobs: [done], posts: [fault] }).outcome).rejects.toBe(fault);
  });
});

it.each([
  ['fails', new BlogFailure('store-unavailable', 'S3 is down')],
  ['finds no job', undefined],
])('a request that waits goes on waiting where one of its looks %s', async (_, look) => {
  const { outcome } = drive(waiting, { jobs: [held, look, done], posts: [undefined, stored] });
  await pass(1_000);
  await expect(outcome).resolves.toMatchObject(completed);
});

describe('another was faster', () => {
  it('to begin a job: the request waits for the post of the other', async () => {
    const actions = { begin: vi.fn(() => fresh), write: vi.fn() };
    const { outcome, write } = drive(waiting, {
      jobs: [undefined, held, done],
      posts: [undefined, stored],
      losesRaces: true,
      actions,
    });
    await pass(500);
    await expect(outcome).resolves.toMatchObject(completed);
    expect(write).toHaveBeenCalledOnce();
    expect(actions.write).not.toHaveBeenCalled();
  });

  it('to hand a job over: the worker is invoked once, by the other', async () => {
    const actions = { begin: () => fresh, handOver: vi.fn() };
    const { outcome } = drive(asynchronous, {
      jobs: [undefined, queueJob(fresh, now)],
      losesRaces: true,
      actions,
    });
    await expect(outcome).resolves.toEqual({ kind: 'accepted', blogId });
    expect(actions.handOver).not.toHaveBeenCalled();
  });

  it('to end a job that seemed to have failed: its post is returned', async () => {
    const { outcome } = drive(waiting, {
      jobs: [usedUp, done],
      posts: [undefined, stored],
      losesRaces: true,
    });
    await expect(outcome).resolves.toMatchObject(completed);
  });
});

it.each([
  ['held', held],
  ['done', done],
])('a reader returns the post of a job that is %s, and writes nothing', async (_, job) => {
  const { outcome, write } = drive(reader, { jobs: [job] });
  await expect(outcome).resolves.toMatchObject(completed);
  expect(write).not.toHaveBeenCalled();
});

it.each<[string, Who, Job | undefined, JobActions]>([
  ['begin', waiting, undefined, {}],
  ['write', worker, queueJob(fresh, now), {}],
  ['hand over', asynchronous, undefined, { begin: () => fresh }],
])('a driver that cannot %s a job says so where it would have to', async (_, who, job, actions) => {
  await expect(drive(who, { jobs: [job], actions }).outcome).rejects.toThrow(/^this driver neither begins/);
});
