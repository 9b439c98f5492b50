import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { usageOfAPost } from '../../lib/tools/cost/usage.ts';
import { useLocalStack } from './local-stack.ts';

const topic = 'What is Diffusion Model and GANs';
const respondAsync = { prefer: 'respond-async' };
const stack = useLocalStack();

describe('POST /blog with Prefer: respond-async', () => {
  it('is a promise at once and a post later, which is what a request that waits would have got', async () => {
    stack.faults.invoke = () => ({ kind: 'dropped' });
    const dropped = await stack.post({ blog_topic: topic }, respondAsync);
    stack.faults.invoke = () => undefined;
    expect((await stack.get(dropped.headers.get('location') ?? '')).status).toBe(202);

    const { status, headers, body } = await stack.post({ blog_topic: topic }, respondAsync);
    expect(status).toBe(202);
    expect(headers.get('location')).toBe(`/blog/${body.blog_id}`);
    expect(headers.get('retry-after')).toMatch(/^\d+$/);
    expect(headers.get('preference-applied')).toBe('respond-async');
    expect(body).toEqual({
      statusCode: 202,
      body: 'Blog Generation is Accepted!',
      blog_id: expect.stringMatching(/^\d{8}T\d{9}Z_What-is-Diffusion-Model-and-GANs$/),
      s3_bucket: 'blog-writer-local',
      s3_key: `blog_output/${body.blog_id}.txt`,
    });

    const written = await stack.outcome(`/blog/${body.blog_id}`);
    const waited = await stack.post({ blog_topic: topic });
    expect(written.status).toBe(200);
    expect(written.headers.get('content-type')).toBe('application/json');
    expect(Object.keys(written.body)).toEqual(Object.keys(waited.body));
    expect(written.body).toEqual({
      ...waited.body,
      blog_id: body.blog_id,
      s3_key: body.s3_key,
      generated_blog: (await stack.posts()).get(`${body.blog_id}.txt`),
    });
    expect(stack.modelCalls).toHaveLength(2);
    expect(JSON.parse(stack.invocations[1]?.payload ?? '')).toEqual({ blog_id: body.blog_id, v: 1 });
  });

  it('sends S3 the requests that docs/costs.md states for it, its worker, and two looks at it', async () => {
    const { headers, body } = await stack.post({ blog_topic: topic }, respondAsync);
    const { s3Puts, s3Gets } = usageOfAPost.promised;
    const sent = (wanted: string): number =>
      stack.s3Requests.filter(({ method }) => method === wanted).length;
    const job = async () => (await stack.records('jobs')).get(body.blog_id);
    await expect.poll(job).toMatchObject({ status: 'done' });
    for (const _ of ['early', 'late']) await stack.get(headers.get('location') ?? '');
    // A look before the post is there reads once more.
    expect([sent('PUT'), sent('GET')]).toEqual([s3Puts, s3Gets - 1]);
  });

  it('records what the model refused for good, after one run and one call', async () => {
    stack.faults.model = () => ({ kind: 'error', name: 'AccessDeniedException' });
    const { headers } = await stack.post({ blog_topic: topic }, respondAsync);
    const failed = await stack.outcome(headers.get('location') ?? '');
    expect(failed.status).toBe(500);
    expect(failed.headers.get('content-type')).toBe('application/problem+json');
    expect(failed.body).toMatchObject({
      type: 'urn:blog-writer:problem:service-misconfigured',
      status: 500,
      request_id: expect.any(String),
    });
    expect(stack.modelCalls).toHaveLength(1);
    expect((await stack.posts()).has(`${headers.get('location')?.slice('/blog/'.length)}.txt`)).toBe(false);
  });
});

describe('a job that the worker cannot even look up', () => {
  it('is run three times, then kept as a file with its cause, and still promised', async () => {
    // From the handing over on: the request itself has no more to ask of S3.
    stack.faults.invoke = () => {
      stack.faults.s3 = ({ key }) =>
        key.startsWith('blog_requests/') ? { kind: 'error', status: 500, code: 'InternalError' } : undefined;
      return undefined;
    };
    const { status, body } = await stack.post({ blog_topic: topic }, respondAsync);
    expect(status).toBe(202);
    await expect.poll(() => stack.log()).toContain('is given up');
    const file = join(stack.dataDir, 'failed-jobs', `${stack.invocations[0]?.awsRequestId}.json`);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
      requestPayload: { blog_id: body.blog_id, v: 1 },
      responsePayload: {
        errorType: 'UnfinishedJobError',
        errorMessage: 'the job could not be done: store-unavailable',
      },
    });
    expect(stack.modelCalls).toHaveLength(0);
    stack.reset();
    expect((await stack.get(`/blog/${body.blog_id}`)).status).toBe(202);
  });
});

describe('a request that does not fit the deadline', () => {
  it('goes to the worker and is answered like any other when the post is there in time', async () => {
    const { status, headers, body } = await stack.post({ blog_topic: topic, max_gen_len: 2048 });
    expect(status).toBe(200);
    expect(headers.has('preference-applied')).toBe(false);
    expect(stack.invocations).toHaveLength(1);
    expect(stack.modelCalls).toHaveLength(1);
    expect((await stack.get(headers.get('location') ?? '')).body).toEqual(body);
  });

  it('is answered with the problem that the worker met', async () => {
    stack.faults.model = () => ({ kind: 'error', name: 'ValidationException' });
    const { status, body } = await stack.post({ blog_topic: topic, max_gen_len: 2048 });
    expect(status).toBe(500);
    expect(body.type).toBe('urn:blog-writer:problem:service-misconfigured');
  });
});

describe('a fault between the request and the worker', () => {
  it.each([
    ['an answer that is lost', 'lost-answer', 2],
    ['an event delivered twice', 'duplicate', 1],
  ] as const)('of %s leaves one post', async (_, kind, invocations) => {
    let faults = 1;
    stack.faults.invoke = () => (faults-- > 0 ? { kind } : undefined);
    const before = (await stack.posts()).size;
    const { status, headers } = await stack.post({ blog_topic: topic }, respondAsync);
    expect(status).toBe(202);
    expect((await stack.outcome(headers.get('location') ?? '')).status).toBe(200);
    await expect.poll(() => stack.invocations.length).toBe(invocations);
    expect((await stack.posts()).size).toBe(before + 1);
  });

  it.each([
    ['refuses', 'AccessDeniedException', 500, 'service-misconfigured', 1],
    ['throttles', 'TooManyRequestsException', 503, 'worker-unavailable', 3],
  ] as const)('where Lambda %s is a problem at once and later', async (_, name, status, type, tries) => {
    stack.faults.invoke = () => ({ kind: 'error', name });
    const answer = await stack.post({ blog_topic: topic }, respondAsync);
    expect(answer.status).toBe(status);
    expect(answer.body.type).toBe(`urn:blog-writer:problem:${type}`);
    expect(stack.invocations).toHaveLength(tries);
    const id = JSON.parse(stack.invocations[0]?.payload ?? '').blog_id;
    expect((await stack.get(`/blog/${id}`)).body.type).toBe(answer.body.type);
    expect(stack.modelCalls).toHaveLength(0);
  });
});
