import { InvokeCommand } from '@aws-sdk/client-lambda';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from 'vitest';
import { toMetadata } from '../../../../lambda/adapters/blog-metadata.ts';
import { aBlog } from '../../../lambda/core/post/a-blog.ts';
import {
  account,
  aws,
  awsError,
  blogId,
  failedMessage,
  recordKeyOf,
  resetAccount,
  runRedrive,
  storedJob,
  storeJob,
  workerRequestId,
} from './redrive-fixture.ts';

beforeEach(() => {
  resetAccount();
  account.queue.set('m1', failedMessage());
});

const run = () => runRedrive({ kind: 'run', ids: [blogId] });
const invoked = `invoke BlogWriter-WriteBlog Event {"blog_id":"${blogId}","v":1}`;

/** Saves the post of a job under its name. */
function savePost(jobId: string): void {
  const object = { text: 'x', etag: '"post"', metadata: toMetadata(aBlog, jobId) };
  account.objects.set(`blog_output/${blogId}.txt`, object);
}

describe('redrive --run', () => {
  it('makes the record a fresh queued one, invokes the worker, and only then deletes the message', async () => {
    const before = storeJob();
    const startedAt = Date.now();
    expect(await run()).toBe(true);
    expect(account.calls).toEqual(['put queued', invoked, 'delete handle of m1']);
    expect(account.printed).toBe(`${blogId}: started again\n`);
    const { failure: _, nonce: __, ...kept } = before;
    const after = storedJob();
    expect(after).toEqual({
      ...kept,
      status: 'queued',
      model_calls: 0,
      queued_at: expect.any(Number),
      fails_at: Number(after.queued_at) + 75 * 60_000,
      expires_at: Number(after.queued_at) + 24 * 60 * 60_000,
      nonce: expect.any(String),
    });
    expect(after.queued_at).toBeGreaterThanOrEqual(startedAt);
    expect(aws.s3.commandCalls(PutObjectCommand)[0]?.args[0].input).toMatchObject({
      Bucket: 'posts-bucket',
      Key: `blog_requests/jobs/${blogId}.json`,
      IfMatch: '"before"',
    });
  });

  it.each<[string, Record<string, unknown>]>([
    [
      'that is queued and was never started',
      { status: 'queued', queued_at: 1, fails_at: Date.now() + 60_000 },
    ],
    ['whose time is over though nobody recorded it', { status: 'queued', queued_at: 1, fails_at: 1 }],
    ['whose run has lapsed', { status: 'running', holder: { id: 'x', lease_until: 1 } }],
    [
      'that is held by the very invocation which Lambda gave up',
      {
        status: 'running',
        fails_at: Date.now() + 900_000,
        holder: { id: workerRequestId, lease_until: Date.now() + 800_000 },
      },
    ],
  ])('runs a job %s', async (_, changes) => {
    storeJob(changes);
    expect(await run()).toBe(true);
    expect(account.calls).toEqual(['put queued', invoked, 'delete handle of m1']);
    expect(storedJob()).not.toHaveProperty('holder');
  });

  it('leaves a job alone that somebody works on', async () => {
    const until = Date.now() + 800_000;
    storeJob({ status: 'running', fails_at: until + 60_000, holder: { id: 'other', lease_until: until } });
    expect(await run()).toBe(false);
    expect(account.calls).toEqual(['show handle of m1 in 0 s']);
    expect(account.printed).toContain('not started, held by a run that may last until');
  });

  it('leaves a job alone that somebody takes up at this moment', async () => {
    const until = Date.now() + 800_000;
    storeJob();
    aws.s3.on(PutObjectCommand).callsFake(() => {
      storeJob({ status: 'running', fails_at: until, holder: { id: 'other', lease_until: until } });
      throw awsError('PreconditionFailed', 'moved on', 412);
    });
    expect(await run()).toBe(false);
    expect(account.calls).toEqual(['show handle of m1 in 0 s']);
    expect(account.printed).toContain('another run has just started');
  });

  it('knows its own write again where only the answer was lost', async () => {
    storeJob();
    aws.s3.on(PutObjectCommand).callsFake(({ Key, Body }) => {
      account.objects.set(Key, { text: Body, etag: '"written"' });
      throw awsError('PreconditionFailed', 'it is there already', 412);
    });
    expect(await run()).toBe(true);
    expect(account.calls).toEqual([invoked, 'delete handle of m1']);
  });

  it('puts the record back and keeps the message where the worker does not accept the job', async () => {
    const { nonce: _, ...before } = storeJob();
    aws.lambda
      .on(InvokeCommand)
      .rejects(
        awsError('AccessDeniedException', 'User: x is not authorized to perform: lambda:InvokeFunction', 403),
      );
    await expect(run()).rejects.toMatchObject({
      name: 'CommandError',
      message: expect.stringMatching(
        /^AWS denied running .* again \(User: x is not authorized.*\): use credentials/,
      ),
    });
    expect(account.calls).toEqual(['put queued', 'put failed', 'show handle of m1 in 0 s']);
    expect(storedJob()).toMatchObject(before);
  });

  it('counts a job as started that the worker took although the answer was lost', async () => {
    storeJob();
    aws.lambda.on(InvokeCommand).callsFake(() => {
      account.objects.set(recordKeyOf(blogId), {
        text: JSON.stringify({ ...storedJob(), status: 'running', nonce: "the worker's" }),
        etag: '"the worker\'s"',
      });
      throw awsError('TimeoutError', 'no answer');
    });
    expect(await run()).toBe(true);
    expect(account.calls).toEqual(['put queued', 'delete handle of m1']);
    expect(storedJob()).toMatchObject({ status: 'running' });
  });

  it('drops a job that is done', async () => {
    storeJob({ status: 'done' });
    expect(await run()).toBe(true);
    expect(account.calls).toEqual(['delete handle of m1']);
    expect(account.printed).toBe(`${blogId}: already done, its message is dropped\n`);
  });

  it('records a job as done whose post is saved, instead of paying for it again', async () => {
    const { job_id } = storeJob({ status: 'running' });
    savePost(job_id);
    expect(await run()).toBe(true);
    expect(account.calls).toEqual(['put done', 'delete handle of m1']);
    expect(storedJob()).toMatchObject({ status: 'done', model_calls: 3 });
  });

  it("does not take another job's post of the same name for its own", async () => {
    storeJob({ status: 'running' });
    savePost('another request');
    expect(await run()).toBe(true);
    expect(account.calls).toContain(invoked);
  });

  it('says of a job whose record has expired that it cannot be run, and keeps its message', async () => {
    expect(await run()).toBe(false);
    expect(account.calls).toEqual(['show handle of m1 in 0 s']);
    expect(account.printed).toContain('its record has expired, so it cannot be run again');
  });

  it('says of an id that is not in the queue, and runs the others', async () => {
    storeJob();
    expect(await runRedrive({ kind: 'run', ids: ['20200101T000000000Z_x', blogId] })).toBe(false);
    expect(account.printed).toBe(
      `20200101T000000000Z_x: no failed job of this id is in the queue\n${blogId}: started again\n`,
    );
  });
});

describe('redrive --all', () => {
  it('runs every job once, however many messages there are of it', async () => {
    const second = '20261122T160527124Z_Cats';
    storeJob();
    storeJob({}, second);
    account.queue.set('m2', failedMessage({ timestamp: '2026-11-22T18:00:00.000Z' }));
    account.queue.set('m3', failedMessage({}, second));
    expect(await runRedrive({ kind: 'run', ids: 'all' })).toBe(true);
    expect(account.calls.filter((call) => call.startsWith('invoke'))).toHaveLength(2);
    expect(account.queue.size).toBe(0);
  });

  it('has nothing to do with an empty queue', async () => {
    account.queue.clear();
    expect(await runRedrive({ kind: 'run', ids: 'all' })).toBe(true);
    expect(account.printed).toBe('No job has failed: there is nothing to run.\n');
  });
});
