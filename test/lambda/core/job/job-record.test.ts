import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../../lambda/adapters/system.ts';
import { openJob } from '../../../../lambda/core/job/job-record.ts';
import { withDefaults } from '../../../../lambda/core/request/blog-request.ts';
import { blogId, bucketOf, type State, written } from './records-before-deploy.ts';

const read = (text: string) =>
  openJob(blogId, {
    records: { read: async () => ({ text, etag: 'e' }), write: async () => undefined },
    clock: systemClock,
    newNonce: () => 'n',
    deadlineAt: Number.POSITIVE_INFINITY,
  }).read();

describe('the record of a job', () => {
  it.each(Object.keys(written) as State[])('is read with every field: %s', async (state) => {
    const { v: _, nonce: __, ...fields } = bucketOf(state).job;
    expect((await read(JSON.stringify(bucketOf(state).job)))?.value).toEqual(fields);
  });

  it.each([
    ['queued', { status: 'lost' }, 'has no valid status'],
    ['queued', { queued_at: '1' }, 'has no valid queued_at'],
    ['running', { holder: { id: 'x' } }, 'has no valid lease_until'],
    ['running', { holder: [] }, 'has no valid holder'],
    ['failed', { failure: 'bad-luck' }, 'has no valid failure'],
    ['done', { object_id: null }, 'has no valid object_id'],
    ['done', { request: { wordCount: 200 } }, 'has no valid blogTopic'],
    ['done', { request: { blogTopic: 'T', topP: '1' } }, 'has no valid topP'],
    ['done', { request: { blogTopic: 'T', given: ['top_p', 'luck'] } }, 'has no valid given'],
    ['done', { request: 'T' }, 'has no valid request'],
    ['done', { model_calls: null }, 'has no valid model_calls'],
    ['done', { v: 2 }, 'has the version 2, known is 1'],
  ] as const)('is refused by name where it is not one: %s with %j', async (state, changes, message) => {
    await expect(read(JSON.stringify({ ...bucketOf(state).job, ...changes }))).rejects.toMatchObject({
      kind: 'service-misconfigured',
      message: `the record jobs/${blogId} ${message}`,
      hint: expect.stringContaining('deploy the version that wrote it'),
    });
  });

  it('has the defaults of request fields that are newer than it', async () => {
    const found = await read(JSON.stringify({ ...written.queued.job, request: { blogTopic: 'T' } }));
    expect(found?.value.request).toEqual(withDefaults({ blogTopic: 'T' }));
  });

  it.each([
    ['{', 'is not JSON'],
    ['null', 'has the version undefined, known is 1'],
    ['[]', 'has the version undefined, known is 1'],
    ['7', 'has the version undefined, known is 1'],
  ])('is refused where it is %s', async (text, message) => {
    await expect(read(text)).rejects.toMatchObject({
      kind: 'service-misconfigured',
      message: `the record jobs/${blogId} ${message}`,
    });
  });
});
