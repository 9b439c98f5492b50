import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../../lambda/adapters/system-clock.ts';
import { BlogFailure } from '../../../../lambda/core/errors.ts';
import { createQueuedJob, invokeForJob } from '../../../../lambda/core/job/hand-over.ts';
import { type Job, newJob, queueJob } from '../../../../lambda/core/job/job.ts';
import { JobMovedError, type JobRecords } from '../../../../lambda/core/job/job-records.ts';
import { withDefaults } from '../../../../lambda/core/request/blog-request.ts';

const start = Date.UTC(2026, 10, 22, 16, 5, 27, 123);
const blogId = '20261122T160527123Z_T';
const request = withDefaults({ blogTopic: 'T' });
const about = { blog_id: blogId, job_id: 'r', request, model_calls: 0 };
const job = { value: { ...queueJob(newJob(about, start), start), nonce: 'n' }, etag: 'e' };
const move = vi.fn<JobRecords['move']>(async (_, change) => ({
  value: { ...change, nonce: 'm' },
  etag: 'f',
}));
const create = vi.fn<JobRecords['create']>(async (change) => ({
  value: { ...change, nonce: 'n' } as Job,
  etag: 'e',
}));
const store = {
  bucket: 'b',
  create: vi.fn(),
  read: vi.fn(async (): Promise<never | undefined> => undefined),
};
const dependencies = (invokeWorker: () => Promise<void>) => ({
  jobs: { read: vi.fn(), create, move },
  store,
  clock: systemClock,
  invokeWorker,
  deadlineAt: start + 27_000,
});

beforeEach(() => {
  vi.useFakeTimers({ now: start });
});
afterEach(() => {
  vi.useRealTimers();
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
    ['no answer', () => new Promise<void>(() => {}), 'worker-unavailable'],
  ])('that ends in %s fails the job and the request', async (_, invokeWorker, kind) => {
    const handed = expect(invokeForJob(job, dependencies(invokeWorker))).rejects.toMatchObject({ kind });
    await vi.advanceTimersByTimeAsync(5_000);
    await handed;
    expect(move.mock.calls[0]?.[1]).toMatchObject({ status: 'failed', failure: kind });
  });

  it('has worked where the answer was lost and the worker has the job already', async () => {
    move.mockRejectedValueOnce(new JobMovedError('moved'));
    await invokeForJob(
      job,
      dependencies(() => Promise.reject(new Error('read ECONNRESET'))),
    );
  });

  it('tells the fault of the invocation also where that cannot be recorded', async () => {
    move.mockRejectedValueOnce(new BlogFailure('store-unavailable', 'S3 is down'));
    const handed = invokeForJob(
      job,
      dependencies(() => Promise.reject(new Error('read ECONNRESET'))),
    );
    await expect(handed).rejects.toMatchObject({ kind: 'worker-unavailable' });
  });

  it('promises an id under which there is neither a post nor another job', async () => {
    store.read.mockResolvedValueOnce({ requestId: 'other', blog: {} } as never);
    create.mockResolvedValueOnce(undefined);
    const created = await createQueuedJob(
      { request, requestId: 'r', modelCalls: 2, usesFallback: false },
      dependencies(async () => {}),
    );
    expect(created.value).toMatchObject({
      blog_id: '20261122T160527125Z_T',
      model_calls: 2,
      status: 'queued',
    });
  });
});
