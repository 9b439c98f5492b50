import { GetObjectCommand } from '@aws-sdk/client-s3';
import { ChangeMessageVisibilityBatchCommand } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  account,
  aws,
  awsError,
  blogId,
  failedMessage,
  recordKeyOf,
  resetAccount,
  runRedrive,
  storeJob,
} from './redrive-fixture.ts';

beforeEach(resetAccount);

const list = () => runRedrive({ kind: 'list' });

describe('redrive', () => {
  it('shows each job: since when, why, and what it is now', async () => {
    account.queue.set('m1', failedMessage());
    storeJob();
    expect(await list()).toBe(true);
    expect(account.printed).toBe(`1 failed job of BlogWriter in us-east-2

${blogId}
  failed  2026-11-22 16:24:10 UTC, after 3 tries (every try failed)
  cause   BlogFailure: S3 failed: ServiceUnavailable: Please reduce your request rate.
  now     failed (model-failed); it can be run again

To run jobs again:  npm run redrive -- --run <blog_id> …   or --all
To forget them:     npm run redrive -- --drop <blog_id> …
`);
  });

  it('leaves every message in the queue, and shows it to other readers at once', async () => {
    for (let number = 1; number <= 23; number += 1) {
      account.queue.set(`m${number}`, failedMessage({}, `20261122T160527123Z_topic-${number}`));
    }
    expect(await list()).toBe(true);
    expect(account.printed).toContain('23 failed jobs of BlogWriter');
    expect(account.calls).toHaveLength(23);
    expect(new Set(account.calls).size).toBe(23);
    expect(account.calls).toContain('show handle of m23 in 0 s');
    expect(aws.sqs.commandCalls(ChangeMessageVisibilityBatchCommand)).toHaveLength(3);
  });

  it('says that the queue is empty', async () => {
    expect(await list()).toBe(true);
    expect(account.printed).toBe('No job has failed: the queue of BlogWriter in us-east-2 is empty.\n');
    expect(account.calls).toEqual([]);
  });

  it.each([
    [
      'an event that waited too long',
      {
        requestContext: { requestId: 'r', condition: 'EventAgeExceeded', approximateInvokeCount: 1 },
        responseContext: undefined,
        responsePayload: undefined,
      },
      'after 1 try (not started in time: raise workerReservedConcurrency or the concurrency of the account)\n' +
        '  cause   Lambda names none',
    ],
    [
      'a run out of time',
      {
        responsePayload: {
          errorType: 'Sandbox.Timedout',
          errorMessage: 'RequestId: r Error: Task timed out after 900.00 seconds',
        },
      },
      'cause   Sandbox.Timedout: RequestId: r Error: Task timed out after 900.00 seconds',
    ],
    [
      'an error without a type',
      { responsePayload: { errorMessage: 'RequestId: r Process exited before completing request' } },
      'cause   RequestId: r Process exited before completing request',
    ],
    [
      'a message that would steer the terminal',
      { responsePayload: { errorMessage: 'a\u001b[2J\n\u202eb' } },
      'cause   a\\u001b[2J \\u202eb\n',
    ],
    ['a condition of later days', { requestContext: { condition: 'Tired' } }, '(Tired)\n'],
    ['no time', { timestamp: undefined }, 'failed  at an unknown time, after 3 tries'],
  ])('shows %s', async (_, changes, said) => {
    account.queue.set('m1', failedMessage(changes));
    await list();
    expect(account.printed).toContain(said);
  });

  it.each([
    ['done', { status: 'done' }, 'done, its post is saved'],
    ['interrupted', { status: 'running' }, 'no run holds it; it can be run again'],
  ] as const)('says that a job is %s by now', async (_, changes, said) => {
    account.queue.set('m1', failedMessage());
    storeJob(changes);
    await list();
    expect(account.printed).toContain(`now     ${said}`);
  });

  it('says that the record of a job has expired, and whether its post is there', async () => {
    account.queue.set('m1', failedMessage());
    await list();
    expect(account.printed).toContain('now     its record has expired, so it cannot be run again');
    account.objects.set(`blog_output/${blogId}.txt`, { text: 'x', etag: '"x"', metadata: {} });
    resetQueue();
    await list();
    expect(account.printed).toContain('now     done, its post is saved');
  });

  it('shows the other jobs where a record is of another version', async () => {
    const other = '20261122T160527124Z_Cats';
    account.queue.set('m1', failedMessage()).set('m2', failedMessage({}, other));
    account.objects.set(recordKeyOf(blogId), { text: '{"v":2}', etag: '"2"' });
    storeJob({}, other);
    expect(await list()).toBe(true);
    expect(account.printed).toContain('it cannot be run again: the record jobs/');
    expect(account.printed).toContain('it can be run again\n');
  });

  it('shows the last of several messages of a job', async () => {
    account.queue.set('m1', failedMessage({ timestamp: '2026-11-23T01:02:03.000Z' }));
    account.queue.set('m2', failedMessage());
    await list();
    expect(account.printed).toContain(
      'failed  2026-11-23 01:02:03 UTC, after 3 tries (every try failed), and 1 time before',
    );
  });

  it.each([
    ['that is not JSON', 'hello'],
    ['without an event', '{}'],
    ['that is null', 'null'],
    ['whose id would be a path', failedMessage({}, '../keys/x')],
  ])('sets a message aside %s, without asking S3', async (_, body) => {
    account.queue.set('m1', body);
    expect(await list()).toBe(true);
    expect(account.printed).toContain('message m1, which names no job');
    expect(aws.s3.commandCalls(GetObjectCommand)).toHaveLength(0);
  });

  it('says when the messages return if they cannot be returned now', async () => {
    account.queue.set('m1', failedMessage());
    aws.sqs.on(ChangeMessageVisibilityBatchCommand).rejects(awsError('AccessDenied', 'not yours', 403));
    expect(await list()).toBe(true);
    expect(account.printed).toContain('return to the queue in five minutes');
  });
});

describe('redrive --drop', () => {
  it('deletes every message of a job, or one message by its own id', async () => {
    account.queue.set('m1', failedMessage()).set('m2', failedMessage()).set('m3', 'hello');
    account.queue.set('m4', failedMessage({}, '20261122T160527124Z_Cats'));
    expect(await runRedrive({ kind: 'drop', ids: [blogId, 'm3'] })).toBe(true);
    expect([...account.queue.keys()]).toEqual(['m4']);
    expect(account.printed).toBe(`${blogId}: dropped\nm3: dropped\n`);
    expect(account.calls.at(-1)).toBe('show handle of m4 in 0 s');
  });

  it('says of an id that is not in the queue', async () => {
    expect(await runRedrive({ kind: 'drop', ids: [blogId] })).toBe(false);
    expect(account.printed).toBe(`${blogId}: no failed job of this id is in the queue\n`);
  });
});

/** Fresh readers see every message again. */
function resetQueue(): void {
  const { objects } = account;
  const kept = [...objects];
  resetAccount();
  account.queue.set('m1', failedMessage());
  for (const [key, object] of kept) objects.set(key, object);
}
