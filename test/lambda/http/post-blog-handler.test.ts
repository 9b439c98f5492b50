import { afterEach, describe, expect, it, vi } from 'vitest';
import { BlogFailure, type FailureKind } from '../../../lambda/core/errors.ts';
import { useVirtualTime } from '../virtual-time.ts';
import { lambdaContext, postBlogEvent } from './events.ts';
import { blog, blogId, bodyOf, completed, encodedId, log, metrics, post, postBlog } from './handlers.ts';

useVirtualTime();
afterEach(() => {
  vi.clearAllMocks();
});

describe('the answer to POST /blog', () => {
  it.each([
    ['written', { modelCalls: 1 }, {}, 'Post saved', ['PostsSaved']],
    ['found under a key', {}, { 'idempotency-key': 'k' }, 'Existing post returned', ['IdempotentReplays']],
    ['found without a key', {}, {}, 'Existing post returned', []],
    [
      'handed over',
      { counts: { Handovers: 1 } },
      { 'idempotency-key': 'k' },
      'Existing post returned',
      ['Handovers'],
    ],
  ])('with a post that was %s is one line of the log', async (_, seen, headers, message, counted) => {
    postBlog.mockImplementationOnce(async (_command, observation) => {
      Object.assign(observation, seen);
      return completed;
    });
    await post(postBlogEvent({ blog_topic: 'T' }, { headers }), lambdaContext());
    const fields = { request_id: 'request-1', status: 200, model_id: 'm' };
    expect(log.info).toHaveBeenCalledExactlyOnceWith(message, expect.objectContaining(fields));
    expect(metrics.count.mock.calls.map(([name]) => name)).toEqual(counted);
    const topic = { request_id: 'request-1', blog_topic: 'T' };
    expect(log.debug).toHaveBeenCalledExactlyOnceWith('Topic received', topic);
  });

  it('with a problem is a line with the configured model', async () => {
    await post(postBlogEvent({ blog_topic: '' }), lambdaContext());
    expect(log.info).toHaveBeenCalledExactlyOnceWith(
      'Request refused',
      expect.objectContaining({ model_id: 'configured', status: 400, fields: ['blog_topic'] }),
    );
  });

  it('is a 200 with every field of the contract', async () => {
    const result = await post(postBlogEvent({ blog_topic: 'ไทย' }), lambdaContext());
    expect(result.statusCode).toBe(200);
    expect(result.headers).toEqual({
      'content-type': 'application/json',
      location: `/blog/${encodedId}`,
    });
    expect(bodyOf(result)).toEqual({
      statusCode: 200,
      body: 'Blog Generation is Completed!',
      blog_id: '20261122T160527123Z_ไทย',
      blog_topic: 'ไทย',
      s3_bucket: 'posts',
      s3_key: 'blog_output/20261122T160527123Z_ไทย.txt',
      generated_blog: 'A post.',
      word_count: 2,
      stop_reason: 'stop',
      truncated: false,
      model_id: 'm',
      model_calls: 1,
      prompt_token_count: 31,
      generation_token_count: 260,
    });
    expect(result.body).toMatch(/^\{"statusCode":200,"body":"Blog Generation is Completed!",/);
  });

  it.each([
    [{ leakedToken: '[/INST]' }, { leaked_token: '[/INST]' }],
    [{ guardrail: 'masked' as const }, { guardrail: 'masked' }],
  ])('says of a post with %j: %j', async (more, fields) => {
    const saved = { blogId, objectId: blogId, blog: { ...blog, ...more } };
    postBlog.mockResolvedValueOnce({ kind: 'completed', saved });
    expect(bodyOf(await post(postBlogEvent({ blog_topic: 'T' }), lambdaContext()))).toMatchObject(fields);
  });

  it.each([
    ['{"blog_topic":', 400, 'invalid-request'],
    [{ blog_topic: '', word_count: 1 }, 400, 'invalid-request', ['blog_topic', 'word_count']],
    ['x'.repeat(20_000), 413, 'body-too-large'],
  ])('to the body %j is a problem of status %i', async (body, status, type, fields?: string[]) => {
    const result = await post(postBlogEvent(body), lambdaContext());
    expect(result.statusCode).toBe(status);
    expect(result.headers?.['content-type']).toBe('application/problem+json');
    expect(bodyOf(result)).toMatchObject({
      type: `urn:blog-writer:problem:${type}`,
      status,
      request_id: 'request-1',
    });
    const { errors } = bodyOf(result) as { errors?: { field: string }[] };
    expect(errors?.map(({ field }) => field)).toEqual(fields);
    expect(postBlog).not.toHaveBeenCalled();
  });

  const problems: Record<FailureKind, [status: number, hasRetryAfter: boolean]> = {
    'model-throttled': [429, true],
    'model-quota-exceeded': [429, true],
    'model-not-ready': [503, true],
    'model-unavailable': [503, true],
    'model-failed': [502, false],
    'empty-generation': [502, false],
    'deadline-exceeded': [504, false],
    'service-misconfigured': [500, false],
    'store-unavailable': [500, false],
    'worker-unavailable': [503, true],
    'guardrail-intervened': [422, false],
    'budget-contended': [503, true],
    'budget-exhausted': [429, true],
  };
  it.each(Object.entries(problems) as [FailureKind, (typeof problems)[FailureKind]][])(
    'for a failure of kind %s has its status and Retry-After: %j',
    async (kind, [status, retryAfter]) => {
      const cause = new Error('arn:aws:bedrock:us-east-2:111122223333:inference-profile/x is denied');
      postBlog.mockRejectedValueOnce(new BlogFailure(kind, cause.message, { cause, hint: 'change it' }));
      const result = await post(postBlogEvent({ blog_topic: 'T' }), lambdaContext());
      expect(result.statusCode).toBe(status);
      expect(Object.keys(result.headers ?? {}).includes('retry-after')).toBe(retryAfter);
      expect(Object.keys(bodyOf(result))).toEqual(['type', 'title', 'status', 'detail', 'request_id']);
      expect(result.body).not.toMatch(/arn:|111122223333|denied|change it/);
      expect(log.error).toHaveBeenCalledWith(
        cause.message,
        expect.objectContaining({ kind, hint: 'change it', error: cause }),
      );
    },
  );

  it('says of an exhausted budget that it resets at midnight UTC', async () => {
    postBlog.mockRejectedValueOnce(new BlogFailure('budget-exhausted', 'nothing is left'));
    const { headers } = await post(postBlogEvent({ blog_topic: 'T' }), lambdaContext());
    expect(headers?.['retry-after']).toBe(String(Math.ceil((Date.UTC(2026, 10, 23) - Date.now()) / 1_000)));
  });

  it('carries the text where it was paid for and could not be saved', async () => {
    postBlog.mockRejectedValueOnce(
      new BlogFailure('store-unavailable', 'S3 is down', { generatedBlog: 'A post.' }),
    );
    const result = await post(postBlogEvent({ blog_topic: 'T' }), lambdaContext());
    expect(bodyOf(result)).toMatchObject({ status: 500, generated_blog: 'A post.' });
  });

  it('is a 500 without internals for an error nobody foresaw', async () => {
    postBlog.mockRejectedValueOnce(new RangeError('secret'));
    const result = await post(postBlogEvent({ blog_topic: 'T' }), lambdaContext());
    expect(bodyOf(result)).toMatchObject({ type: 'urn:blog-writer:problem:internal-error', status: 500 });
    expect(result.body).not.toContain('secret');
  });
});

describe('the deadline of a request', () => {
  it.each([
    ['27 s after it reached the gateway', -3_000, 30_000, 24_000],
    ['27 s after it reached the function, if the gateway does not say', undefined, 30_000, 27_000],
    ['1 s before Lambda ends the function', 0, 20_000, 19_000],
  ])('is %s', async (_, arrivedMs, remainingMs, leftMs) => {
    const { requestContext, ...event } = postBlogEvent({ blog_topic: 'T' });
    const timeEpoch = arrivedMs === undefined ? undefined : Date.now() + arrivedMs;
    await post({ ...event, requestContext: { ...requestContext, timeEpoch } }, lambdaContext(remainingMs));
    const deadlineAt = Date.now() + leftMs;
    expect(postBlog.mock.calls[0]?.[0]).toMatchObject({ requestId: 'request-1', deadlineAt });
  });
});

describe('the log', () => {
  it('never holds the topic above debug level, nor the text of the post', async () => {
    await post(postBlogEvent({ blog_topic: 'My secret topic' }), lambdaContext());
    await post(postBlogEvent({ blog_topic: 'My secret topic', 'my secret': 1 }), lambdaContext());
    const lines = JSON.stringify([log.info.mock.calls, log.warn.mock.calls, log.error.mock.calls]);
    expect(lines).not.toMatch(/secret topic|A post\.|ไทย/);
    expect(log.info).toHaveBeenCalledWith(
      'Existing post returned',
      expect.objectContaining({ blog_time: '20261122T160527123Z' }),
    );
  });
});
