import { afterEach, describe, expect, it, vi } from 'vitest';
import { BlogFailure } from '../../../lambda/core/errors.ts';
import type { JobOutcome } from '../../../lambda/core/job/job-outcome.ts';
import type { Observation } from '../../../lambda/core/report/observation.ts';
import { createWriteBlogHandler } from '../../../lambda/events/write-blog-handler.ts';
import { aBlog } from '../core/post/a-blog.ts';
import { spyLog, spyMetrics } from '../core/report/report-sinks.ts';
import { lambdaContext } from '../http/events.ts';

const blogId = '20261122T160527123Z_My-secret-topic';
const log = spyLog();
const metrics = spyMetrics();
const blog = { ...aBlog, blogTopic: 'My secret topic' };
const completed: JobOutcome = { kind: 'completed', saved: { blogId, objectId: blogId, blog } };
const workJob = vi.fn(
  async (_blogId: string, _run: unknown, _observation: Observation): Promise<JobOutcome> => completed,
);
const logFields = { model_id: 'm' };
const handler = createWriteBlogHandler({ workJob, now: () => 1_000_000, log, metrics, logFields });
const runFields = { ...logFields, aws_request_id: 'lambda-1', blog_time: '20261122T160527123Z' };

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

  it.each([
    [1, 'Post saved', ['PostsSaved']],
    [0, 'Existing post returned', []],
  ])('after %i model calls reports "%s", with the run and the post', async (modelCalls, message, counted) => {
    workJob.mockImplementationOnce(async (_blogId, _run, observation) => {
      observation.modelCalls = modelCalls;
      return completed;
    });
    await handler({ blog_id: blogId, v: 1 }, lambdaContext());
    expect(log.info).toHaveBeenCalledExactlyOnceWith(message, expect.objectContaining(runFields));
    expect(metrics.count.mock.calls.map(([name]) => name)).toEqual(counted);
  });

  it('ends well for Lambda after a failure that is recorded, and counts the promise that it broke', async () => {
    const failure = new BlogFailure('model-failed', 'the model failed', { hint: 'h' });
    workJob.mockResolvedValueOnce({ kind: 'failed', failure });
    await expect(handler({ blog_id: blogId, v: 1 }, lambdaContext())).resolves.toBe('failed');
    const [[message, fields] = []] = log.error.mock.calls;
    expect([message, fields]).toEqual([
      'the model failed',
      expect.objectContaining({ ...runFields, hint: 'h' }),
    ]);
    expect(fields).not.toHaveProperty('tried_again');
    expect(metrics.count.mock.calls).toEqual([['PromisedPostsFailed', 1]]);
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
    expect(log.error).toHaveBeenCalledExactlyOnceWith(
      'S3 is down',
      expect.objectContaining({ ...runFields, kind: 'store-unavailable', tried_again: true }),
    );
    expect(metrics.count).not.toHaveBeenCalled();
  });

  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    ['text', 'string'],
    [{}, 'an object of '],
    [{ blog_id: blogId }, 'an object of blog_id'],
    [{ blog_id: blogId, v: 2 }, 'an object of blog_id, v'],
    [{ blog_id: '../x', v: 1 }, 'an object of blog_id, v'],
    [{ blog_id: 7, v: 1 }, 'an object of blog_id, v'],
    [{ ['x'.repeat(300)]: 1 }, `an object of ${'x'.repeat(187)}`],
  ])('throws at the event %j, so that a version that knows it gets it', async (event, received) => {
    await expect(handler(event, lambdaContext())).rejects.toMatchObject({
      name: 'UnknownEventError',
      message: `the event must be {"blog_id": …, "v": 1}; received ${received}, or another version`,
    });
    expect(workJob).not.toHaveBeenCalled();
  });
});
