import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../../lambda/adapters/system.ts';
import { BlogFailure } from '../../../../lambda/core/errors.ts';
import { invokeForJob } from '../../../../lambda/core/job/hand-over.ts';
import { newJob, queueJob } from '../../../../lambda/core/job/job.ts';
import { createJobInMemory, type JobHandle } from '../../../../lambda/core/job/job-handle.ts';
import { withDefaults } from '../../../../lambda/core/request/blog-request.ts';
import { pass, start, useVirtualTime } from '../../virtual-time.ts';

const request = withDefaults({ blogTopic: 'T' });
const about = { blog_id: '20261122T160527123Z_T', job_id: 'r', request };
const queued = { value: queueJob(newJob(about, start), start), etag: 'e' };
const write = vi.fn<JobHandle['write']>(async (value) => ({ value, etag: 'f' }));
const handOver = (invokeWorker: () => Promise<void>, deadlineMs = 27_000) =>
  invokeForJob(queued, { write }, { clock: systemClock, invokeWorker, deadlineAt: start + deadlineMs });
const never = () => new Promise<void>(() => {});

useVirtualTime();
afterEach(() => {
  vi.clearAllMocks();
});

describe('handing a job over', () => {
  it.each([
    [
      'a refusal',
      () => Promise.reject(new BlogFailure('service-misconfigured', 'denied')),
      'service-misconfigured',
    ],
    ['an error nobody foresaw', () => Promise.reject(new RangeError('x')), 'worker-unavailable'],
    ['no answer', never, 'worker-unavailable'],
  ])('that ends in %s fails the job and the request', async (_, invokeWorker, kind) => {
    const handed = expect(handOver(invokeWorker)).rejects.toMatchObject({ kind });
    await pass(5_000);
    await handed;
    expect(write.mock.calls[0]).toMatchObject([{ status: 'failed', failure: kind }, queued]);
  });

  it.each([
    [27_000, 5_000],
    [3_000, 2_500],
  ])(
    'with %i ms left waits %i ms for the answer, and records the failure in time',
    async (leftMs, waitMs) => {
      const handed = expect(handOver(never, leftMs)).rejects.toMatchObject({ kind: 'worker-unavailable' });
      await pass(waitMs - 1);
      expect(write).not.toHaveBeenCalled();
      await pass(1);
      await handed;
      expect(write).toHaveBeenCalledOnce();
    },
  );

  it('does not invoke the worker if the budget has too few tokens for its first call', async () => {
    const exhausted = new BlogFailure('budget-exhausted', 'x');
    const assertLeft = vi.fn<(tokens: number) => Promise<void>>().mockRejectedValueOnce(exhausted);
    const invokeWorker = vi.fn(async () => {});
    const dependencies = {
      clock: systemClock,
      invokeWorker,
      budget: { assertLeft },
      deadlineAt: start + 27_000,
    };
    await expect(invokeForJob(queued, { write }, dependencies)).rejects.toBe(exhausted);
    expect(invokeWorker).not.toHaveBeenCalled();
    await invokeForJob(queued, { write }, dependencies);
    expect(assertLeft.mock.calls).toEqual([[request.maxGenLen], [request.maxGenLen]]);
    expect(invokeWorker).toHaveBeenCalledOnce();
  });

  it('has worked where the answer was lost and the worker has the job already', async () => {
    write.mockResolvedValueOnce(undefined);
    await handOver(() => Promise.reject(new Error('read ECONNRESET')));
    expect(write).toHaveBeenCalledOnce();
  });

  it('reports the fault of the invocation also where that cannot be recorded', async () => {
    write.mockRejectedValueOnce(new BlogFailure('store-unavailable', 'S3 is down'));
    const handed = handOver(() => Promise.reject(new Error('read ECONNRESET')));
    await expect(handed).rejects.toMatchObject({ kind: 'worker-unavailable' });
  });
});

describe('a job in memory', () => {
  it('is stored once it is queued, under an id under which there is neither a post nor another job', async () => {
    const occupied = [`jobs/20261122T160527124Z_T`];
    const handle = createJobInMemory({
      clock: systemClock,
      deadlineAt: start + 27_000,
      newNonce: () => 'n',
      records: {
        read: async (name) => (occupied.includes(name) ? { text: recordOf('other'), etag: 'e' } : undefined),
        write: async (name) => (occupied.includes(name) ? undefined : 'e'),
      },
      store: {
        create: vi.fn(),
        read: async (id) => (id === about.blog_id ? ({ requestId: 'other' } as never) : undefined),
      },
    });
    const held = await handle.write({ ...newJob(about, start), model_calls: 2 }, undefined);
    expect(handle.blogId).toBeUndefined();
    const stored = await handle.write(queueJob(held?.value ?? queued.value, start), held);
    expect(handle.blogId).toBe('20261122T160527125Z_T');
    expect(stored?.value).toMatchObject({
      blog_id: '20261122T160527125Z_T',
      object_id: '20261122T160527125Z_T',
      model_calls: 2,
      status: 'queued',
    });
  });
});

const recordOf = (nonce: string): string => JSON.stringify({ v: 1, ...queued.value, nonce });
