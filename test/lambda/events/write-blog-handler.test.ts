import { afterEach, describe, expect, it, vi } from 'vitest';
import { BlogFailure } from '../../../lambda/core/errors.ts';
import type { JobOutcome } from '../../../lambda/core/job/job-outcome.ts';
import { createWriteBlogHandler } from '../../../lambda/events/write-blog-handler.ts';
import { spyLog, spyMetrics } from '../core/report/report-sinks.ts';
import { lambdaContext } from '../http/events.ts';

const blogId = '20261122T160527123Z_My-secret-topic';
const log = spyLog();
const metrics = spyMetrics();
const blog = {
  blogTopic: 'My secret topic',
  text: 'A post.',
  stopReason: 'stop',
  truncated: false,
  modelId: 'm',
  modelCalls: 1,
};
const completed: JobOutcome = { kind: 'completed', saved: { blogId, objectId: blogId, blog } };
const workJob = vi.fn(async (): Promise<JobOutcome> => completed);
const handler = createWriteBlogHandler({ workJob, now: () => 1_000_000, log, metrics });

afterEach(() => {
  vi.clearAllMocks();
});

describe("the worker's handler", () => {
  it('does the job of its event within its own time', async () => {
    await expect(handler({ blog_id: blogId, v: 1 }, lambdaContext(900_000))).resolves.toBe('completed');
    expect(workJob).toHaveBeenCalledWith(
      blogId,
      { awsRequestId: 'lambda-1', endsAt: 1_900_000 },
      expect.anything(),
    );
  });

  it('ends well for Lambda after a failure that is recorded', async () => {
    workJob.mockResolvedValueOnce({
      kind: 'failed',
      failure: new BlogFailure('model-failed', 'the model failed', { hint: 'h' }),
    });
    await expect(handler({ blog_id: blogId, v: 1 }, lambdaContext())).resolves.toBe('failed');
    expect(log.error).toHaveBeenCalledWith(
      'the model failed',
      expect.objectContaining({ kind: 'model-failed', hint: 'h' }),
    );
  });

  it('ends well where there was nothing to do', async () => {
    workJob.mockResolvedValueOnce({ kind: 'skipped', reason: 'done' });
    await expect(handler({ blog_id: blogId, v: 1 }, lambdaContext())).resolves.toBe('skipped');
  });

  it('throws what another try can mend', async () => {
    workJob.mockRejectedValueOnce(new BlogFailure('store-unavailable', 'S3 is down'));
    await expect(handler({ blog_id: blogId, v: 1 }, lambdaContext())).rejects.toMatchObject({
      // Lambda logs what is thrown: the kind, and nothing of the post.
      message: 'the job could not be done: store-unavailable',
    });
    expect(log.error).toHaveBeenCalledOnce();
  });

  it.each([
    [undefined],
    [null],
    [{}],
    [{ blog_id: blogId }],
    [{ blog_id: blogId, v: 2 }],
    [{ blog_id: '../x', v: 1 }],
    [{ blog_id: 7, v: 1 }],
  ])('throws at the event %j, so that a version that knows it gets it', async (event) => {
    await expect(handler(event, lambdaContext())).rejects.toMatchObject({ name: 'UnknownEventError' });
    expect(workJob).not.toHaveBeenCalled();
  });

  it('keeps topic and text out of the log', async () => {
    await handler({ blog_id: blogId, v: 1 }, lambdaContext());
    expect(JSON.stringify([log.info.mock.calls, log.error.mock.calls])).not.toMatch(/secret|A post/);
  });
});
