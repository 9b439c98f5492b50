import { InvokeCommand, type InvokeCommandInput, type LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import type { LambdaInvokeFault } from '../../../../lib/local/lambda/lambda-invoke-stand-in.ts';
import { fakeFunction, startLambda } from './lambda-invoke-fixture.ts';

const invoke = (client: LambdaClient, input: Partial<InvokeCommandInput> = {}) =>
  client.send(
    new InvokeCommand({ FunctionName: 'worker', InvocationType: 'Event', Payload: '{"a":1}', ...input }),
  );

/** The first `times` calls fail so; the rest goes well. */
const first = (times: number, fault: LambdaInvokeFault) => {
  let left = times;
  return () => (left-- > 0 ? fault : undefined);
};

describe('an asynchronous invocation', () => {
  it('is accepted at once, without a payload, and run with the id of the answer', async () => {
    const { fn, runs } = fakeFunction(() => new Promise(() => {}));
    const { client, server } = await startLambda(fn);
    const { StatusCode, Payload, FunctionError: failed, $metadata } = await invoke(client);
    expect([StatusCode, Payload?.length ?? 0, failed]).toEqual([202, 0, undefined]);
    await expect.poll(() => runs.length).toBe(1);
    expect(runs[0]).toMatchObject({ event: { a: 1 }, awsRequestId: $metadata.requestId });
    expect(server.pending()).toMatchObject([{ payload: { a: 1 } }]);
  });
});

describe('what Lambda refuses', () => {
  it.each<[string, Partial<InvokeCommandInput>, number, string]>([
    ['an unknown function', { FunctionName: 'other' }, 404, 'ResourceNotFoundException'],
    ['a call that waits', { InvocationType: 'RequestResponse' }, 400, 'InvalidParameterValueException'],
  ])('%s', async (_, input, status, name) => {
    const { fn, runs } = fakeFunction();
    const { client } = await startLambda(fn);
    await expect(invoke(client, input)).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode: status },
      message: expect.stringMatching(/\w/),
    });
    expect(runs).toEqual([]);
  });

  it('anything but Invoke', async () => {
    const { server } = await startLambda(fakeFunction().fn);
    const response = await fetch(`${server.url}/2015-03-31/functions`);
    expect(response.status).toBe(404);
    expect(response.headers.get('x-amzn-errortype')).toMatch(/^UnknownOperationException:/);
  });
});

describe('a fault that is asked for', () => {
  it.each<[LambdaInvokeFault, number, number]>([
    [{ kind: 'error', name: 'TooManyRequestsException' }, 2, 1],
    [{ kind: 'reset' }, 2, 1],
    [{ kind: 'lost-answer' }, 2, 2],
    [{ kind: 'duplicate' }, 1, 2],
    [{ kind: 'dropped' }, 1, 0],
  ])('%j once is %i calls and %i runs', async (fault, calls, runsInAll) => {
    const { fn, runs } = fakeFunction();
    let seen = 0;
    const { client, server } = await startLambda(fn, {
      faults: first(1, fault),
      onRequest: () => (seen += 1),
      maxAttempts: 2,
    });
    expect((await invoke(client)).StatusCode).toBe(202);
    await expect.poll(() => runs.length).toBe(runsInAll);
    await expect.poll(server.pending).toEqual([]);
    expect(seen).toBe(calls);
  });

  it('delivers both of a duplicate under one id', async () => {
    const { fn, runs } = fakeFunction();
    const { client } = await startLambda(fn, { faults: () => ({ kind: 'duplicate' }) });
    await invoke(client);
    await expect.poll(() => runs.length).toBe(2);
    expect(new Set(runs.map(({ awsRequestId }) => awsRequestId)).size).toBe(1);
  });

  it('hangs until the client gives up', async () => {
    const { fn, runs } = fakeFunction();
    const patience = new AbortController();
    const onRequest = () => setImmediate(() => patience.abort());
    const { client } = await startLambda(fn, { onRequest, faults: () => ({ kind: 'hang' }) });
    const command = new InvokeCommand({ FunctionName: 'worker', InvocationType: 'Event', Payload: '{}' });
    await expect(client.send(command, { abortSignal: patience.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(runs).toEqual([]);
  });
});
