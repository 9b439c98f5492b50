import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../../lambda/adapters/system.ts';
import { BlogFailure } from '../../../../lambda/core/errors.ts';
import { holdJob, type Job, newJob } from '../../../../lambda/core/job/job.ts';
import type { JobHandle } from '../../../../lambda/core/job/job-handle.ts';
import { writePost } from '../../../../lambda/core/job/write-post.ts';
import { withDefaults } from '../../../../lambda/core/request/blog-request.ts';

const blogId = '20261122T160527123Z_T';
const request = withDefaults({ blogTopic: 'T' });

/** Writes a post while others watch its job. @param lostAt the write of the record at which another is faster */
function write(create: () => Promise<'created' | 'exists'>, lostAt?: number) {
  const now = Date.now();
  const job = holdJob(newJob({ blog_id: blogId, job_id: 'r', request }, now), { id: 'r', endsAt: now }, now);
  const records: Job[] = [];
  const handle: JobHandle = {
    blogId,
    read: vi.fn(),
    async write(value) {
      if (records.length === lostAt) return undefined;
      records.push(value);
      return { value, etag: 'e' };
    },
  };
  const deadlineAt = now + 60_000;
  const limits = { maxModelCalls: 3, callLimitMs: 10_000, backoffMs: 0, deadlineAt };
  const generate = vi.fn(async () => ({ text: 'A post.', stopReason: 'stop' }));
  const end = writePost(
    { value: job, etag: 'e' },
    handle,
    { ...limits, saveDeadlineAt: deadlineAt, saveRetryMs: 0 },
    {
      model: { modelId: 'm', generate },
      store: { create, read: vi.fn() },
      clock: systemClock,
      random: () => 0,
    },
  );
  return { end, records, generate };
}

describe('a run whose job another has taken over', () => {
  it('makes no further model call', async () => {
    const { end, generate } = write(vi.fn(), 0);
    await expect(end).resolves.toEqual({ kind: 'moved' });
    expect(generate).not.toHaveBeenCalled();
  });

  it('does not save its post under a name that the record does not have', async () => {
    const create = vi.fn(async () => 'exists' as const);
    await expect(write(create, 1).end).resolves.toEqual({ kind: 'moved' });
    expect(create).toHaveBeenCalledOnce();
  });
});

describe('a post that cannot be saved', () => {
  it('fails its job where S3 refused it: it is not saved', async () => {
    const refusal = new BlogFailure('service-misconfigured', 'denied');
    const { end, records } = write(() => Promise.reject(refusal));
    await expect(end).resolves.toMatchObject({ kind: 'failed', failure: { generatedBlog: 'A post.' } });
    expect(records.at(-1)).toMatchObject({ status: 'failed', failure: 'service-misconfigured' });
  });

  it('releases its job where nobody knows whether it is saved', async () => {
    const fault = new BlogFailure('store-unavailable', 'S3 is down');
    const { end, records } = write(() => Promise.reject(fault));
    await expect(end).rejects.toMatchObject({ kind: 'store-unavailable', generatedBlog: 'A post.' });
    expect(records.at(-1)).toMatchObject({ status: 'running' });
    expect(records.at(-1)?.holder).toBeUndefined();
  });
});
