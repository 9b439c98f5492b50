import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type LambdaEnvironment, startEnvironment } from '../../lib/local/lambda/lambda-environment.ts';
import type { S3Fault, S3Request } from '../../lib/local/s3/s3-stand-in.ts';
import { useLocalStack } from './local-stack.ts';

const stack = useLocalStack();

interface Job {
  blogId: string;
  event: unknown;
  awsRequestId: string;
}

/** A promised post whose event is in this test's hands instead of Lambda's. */
async function promise(): Promise<Job> {
  stack.faults.invoke = () => ({ kind: 'dropped' });
  const { body } = await stack.post({ blog_topic: 'Crash' }, { prefer: 'respond-async' });
  const event = JSON.parse(stack.invocations[0]?.payload ?? '');
  stack.s3Requests.length = 0;
  return { blogId: body.blog_id, event, awsRequestId: randomUUID() };
}

/** As if the minute had passed after which Lambda tries an event again. */
async function passAMinute(blogId: string): Promise<void> {
  const job = (await stack.records('jobs')).get(blogId);
  if (job?.holder === undefined) return;
  const holder = { ...job.holder, held_at: job.holder.held_at - 60_000 };
  const file = join(stack.bucketDir, 'blog_requests/jobs', `${blogId}.json`);
  await writeFile(file, JSON.stringify({ ...job, holder }));
}

/** An environment of the worker that nobody shares. */
async function startWorker(): Promise<LambdaEnvironment> {
  const { bundlePath, environment } = stack.deployments['write-blog'];
  const options = { bundlePath, memorySizeMb: 512, timeoutMs: 900_000, onLog: () => {} };
  const worker = await startEnvironment({ ...options, env: await environment() });
  onTestFinished(() => worker.end());
  return worker;
}

const deliver = async ({ event, awsRequestId }: Job): Promise<unknown> =>
  (await startWorker()).invoke(event, awsRequestId);

const isWriteOf =
  (prefix: string) =>
  ({ method, key }: S3Request): boolean =>
    method === 'PUT' && key.startsWith(prefix);

/** The worker is killed when its S3 request number `nth` of those chosen arrives. */
async function killAt(
  { blogId, event, awsRequestId }: Job,
  {
    chosen,
    nth,
    fault = 'hang',
  }: {
    chosen: (request: S3Request) => boolean;
    nth: number;
    fault?: S3Fault['kind'] & ('hang' | 'lost-answer');
  },
): Promise<void> {
  let seen = 0;
  const arrived = Promise.withResolvers<void>();
  stack.faults.s3 = (request) => {
    if (!chosen(request)) return undefined;
    seen += 1;
    if (seen < nth) return undefined;
    arrived.resolve();
    // The client sends it again where the worker lives long enough: that one does nothing.
    return { kind: seen === nth ? fault : 'hang' };
  };
  const worker = await startWorker();
  const ended = expect(worker.invoke(event, awsRequestId)).rejects.toMatchObject({
    name: 'Runtime.ExitError',
  });
  await arrived.promise;
  const isSaved = async () => (await stack.posts()).has(`${blogId}.txt`);
  if (fault === 'lost-answer') await expect.poll(isSaved).toBe(true);
  await worker.end();
  await ended;
  stack.faults.s3 = () => undefined;
  await passAMinute(blogId);
}

describe('a worker that is killed', () => {
  it.each([
    ['after it held its job', { chosen: isWriteOf('blog_requests/jobs/'), nth: 2 }, 0, 1],
    ['before it could save the post', { chosen: isWriteOf('blog_output/'), nth: 1 }, 1, 2],
    [
      'when the post was saved and the answer was lost',
      { chosen: isWriteOf('blog_output/'), nth: 1, fault: 'lost-answer' as const },
      1,
      1,
    ],
  ])('%s leaves one post after the event is delivered again', async (_, moment, callsBefore, callsInAll) => {
    const before = new Set((await stack.posts()).keys());
    const job = await promise();
    await killAt(job, moment);
    expect(stack.modelCalls).toHaveLength(callsBefore);
    expect((await stack.get(`/blog/${encodeURIComponent(job.blogId)}`)).status).not.toBe(404);

    expect(await deliver(job)).toBe('completed');
    expect(stack.modelCalls).toHaveLength(callsInAll);
    const posts = await stack.posts();
    expect([...posts.keys()].filter((name) => !before.has(name))).toEqual([`${job.blogId}.txt`]);
    expect((await stack.records('jobs')).get(job.blogId)).toMatchObject({
      status: 'done',
      object_id: job.blogId,
      model_calls: callsInAll,
    });
    expect(await stack.get(`/blog/${job.blogId}`)).toMatchObject({
      status: 200,
      body: { blog_id: job.blogId, model_calls: callsInAll, generated_blog: posts.get(`${job.blogId}.txt`) },
    });
    // And a third delivery does nothing.
    const requests = stack.s3Requests.length;
    expect(await deliver(job)).toBe('skipped');
    expect(stack.s3Requests.slice(requests).some(isWriteOf(''))).toBe(false);
  });
});
