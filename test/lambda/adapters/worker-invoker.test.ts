import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { createWorkerInvoker } from '../../../lambda/adapters/worker-invoker.ts';
import { awsError } from './aws-answers.ts';

const lambda = mockClient(LambdaClient);
const invoke = createWorkerInvoker(new LambdaClient({ region: 'us-east-2' }), 'write-blog');
const event = { blog_id: '20261122T160527123Z_T', v: 1 } as const;
const signal = new AbortController().signal;

beforeEach(() => {
  lambda.reset();
});

describe('invoking the worker', () => {
  it('sends Lambda the event and does not wait for the run', async () => {
    lambda.on(InvokeCommand).resolves({ StatusCode: 202 });
    await invoke(event, signal);
    const input = lambda.commandCalls(InvokeCommand)[0]?.args[0].input;
    expect(input).toMatchObject({ FunctionName: 'write-blog', InvocationType: 'Event' });
    expect(Buffer.from((input?.Payload as Uint8Array | undefined) ?? []).toString()).toBe(
      '{"blog_id":"20261122T160527123Z_T","v":1}',
    );
  });

  it.each([
    ['TooManyRequestsException', 429, 'worker-unavailable'],
    ['ResourceConflictException', 409, 'worker-unavailable'],
    ['ServiceException', 500, 'worker-unavailable'],
    ['ExpiredTokenException', 403, 'worker-unavailable'],
    ['AccessDeniedException', 403, 'service-misconfigured'],
    ['ResourceNotFoundException', 404, 'service-misconfigured'],
  ])('ends in %s (%i) as %s', async (name, status, kind) => {
    lambda.on(InvokeCommand).rejects(awsError(name, status));
    await expect(invoke(event, signal)).rejects.toMatchObject({
      kind,
      message: expect.stringContaining(name),
    });
  });

  it('without a response is worker-unavailable', async () => {
    lambda.on(InvokeCommand).rejects(new Error('read ECONNRESET'));
    await expect(invoke(event, signal)).rejects.toMatchObject({ kind: 'worker-unavailable' });
  });
});
