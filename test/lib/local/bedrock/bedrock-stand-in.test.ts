import { once } from 'node:events';
import * as bedrock from '@aws-sdk/client-bedrock-runtime';
import { describe, expect, test } from 'vitest';
import { BedrockFault } from '../../../../lib/local/bedrock/bedrock-errors.ts';
import type { BedrockCall, BedrockFaultPlan } from '../../../../lib/local/bedrock/bedrock-stand-in.ts';
import type { Writer } from '../../../../lib/local/models/writer.ts';
import { body, fakeWriter, modelId, startBedrock } from './bedrock-fixture.ts';

const profile = 'arn:aws:bedrock:us-east-2:111122223333:application-inference-profile/abc123';

describe('InvokeModel of the stand-in', () => {
  test("gives the writer the very prompt and parameters, and answers in Llama's form", async () => {
    const { writer, calls } = fakeWriter({ stopReason: 'length' });
    const { invoke } = await startBedrock({ writer });
    const answer = await invoke();
    expect(calls.map(([input]) => input)).toEqual([
      { prompt: body.prompt, raw: true, maxGenLen: 512, temperature: 0.5, topP: 0.9 },
    ]);
    expect(JSON.parse(answer.body.transformToString())).toEqual({
      generation: 'text',
      prompt_token_count: 31,
      generation_token_count: 260,
      stop_reason: 'length',
    });
    expect(answer.contentType).toBe('application/json');
    expect(answer.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("carries Bedrock's token counts as headers", async () => {
    const { server } = await startBedrock();
    const request = { method: 'POST', body: JSON.stringify(body) };
    const { headers } = await fetch(`${server.url}/model/${modelId}/invoke`, request);
    expect(headers.get('x-amzn-bedrock-input-token-count')).toBe('31');
    expect(headers.get('x-amzn-bedrock-output-token-count')).toBe('260');
  });

  test.each([
    modelId,
    'arn:aws:bedrock:us-east-2:111122223333:inference-profile/us.meta.llama3-1-8b-instruct-v1:0',
    profile,
  ])('accepts the model %s, decoded', async (id) => {
    const seen: BedrockCall[] = [];
    const models = { modelId: profile, foundationModelId: modelId };
    const { invoke } = await startBedrock({ models, onRequest: (call) => seen.push(call) });
    await invoke({}, { modelId: id });
    expect(seen.map((call) => call.modelId)).toEqual([id]);
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual(body);
  });

  test('aborts the writer when the client hangs up', async () => {
    const started = Promise.withResolvers<AbortSignal>();
    const { writer } = fakeWriter();
    const write: Writer['write'] = (_input, signal) => {
      started.resolve(signal);
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    };
    const { invoke } = await startBedrock({ writer: { ...writer, write } });
    const patience = new AbortController();
    const outcome = expect(invoke({}, { abortSignal: patience.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
    const signal = await started.promise;
    expect(signal.aborted).toBe(false);
    patience.abort();
    await outcome;
    if (!signal.aborted) await once(signal, 'abort');
  });
});

describe('InvokeModel refuses with a ValidationException', () => {
  test.each([
    [{ top_k: 50 }, 'Malformed input request: #/top_k: '],
    [{ max_gen_len: 2_049 }, '#/max_gen_len: '],
    [{ prompt: 3, top_p: null }, '#/prompt: '],
  ])('a body with %j', async (changes, message) => {
    const { writer, calls } = fakeWriter();
    const { invoke } = await startBedrock({ writer });
    const error = await invoke(changes).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(bedrock.ValidationException);
    expect((error as Error).message).toContain(message);
    expect(calls).toEqual([]);
  });

  test.each(['', 'no json', '[]', 'null'])('the body %j', async (text) => {
    const { client } = await startBedrock();
    const error = client.send(new bedrock.InvokeModelCommand({ modelId, body: text }));
    await expect(error).rejects.toThrow(
      /^Malformed input request.*, please reformat your input and try again\.$/,
    );
  });
});

describe('an error of the stand-in', () => {
  test.each([
    ['AccessDeniedException', 403, bedrock.AccessDeniedException],
    ['InternalServerException', 500, bedrock.InternalServerException],
    ['ModelErrorException', 424, bedrock.ModelErrorException],
    ['ModelNotReadyException', 429, bedrock.ModelNotReadyException],
    ['ModelTimeoutException', 408, bedrock.ModelTimeoutException],
    ['ResourceNotFoundException', 404, bedrock.ResourceNotFoundException],
    ['ServiceQuotaExceededException', 400, bedrock.ServiceQuotaExceededException],
    ['ServiceUnavailableException', 503, bedrock.ServiceUnavailableException],
    ['ThrottlingException', 429, bedrock.ThrottlingException],
    ['ValidationException', 400, bedrock.ValidationException],
  ] as const)('%s reaches the client as its own class, with status %i', async (name, status, errorClass) => {
    const { invoke } = await startBedrock({ faults: () => ({ kind: 'error', name, message: 'as asked' }) });
    const error = await invoke().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(errorClass);
    expect(error).toMatchObject({ name, message: 'as asked', $metadata: { httpStatusCode: status } });
  });

  test('that a writer throws is answered as it is', async () => {
    const { writer } = fakeWriter();
    const fault = new BedrockFault('ModelErrorException', 'bad');
    const { invoke } = await startBedrock({ writer: { ...writer, write: () => Promise.reject(fault) } });
    await expect(invoke()).rejects.toMatchObject({ name: 'ModelErrorException', message: 'bad' });
  });

  test('that nobody expected is an InternalServerException', async () => {
    const { writer } = fakeWriter();
    const { invoke } = await startBedrock({
      writer: { ...writer, write: () => Promise.reject(new Error('bug')) },
    });
    await expect(invoke()).rejects.toBeInstanceOf(bedrock.InternalServerException);
  });

  test('answers any other operation', async () => {
    const { client, server } = await startBedrock();
    const converse = client.send(new bedrock.ConverseCommand({ modelId, messages: [] }));
    await expect(converse).rejects.toMatchObject({ name: 'UnknownOperationException' });
    expect((await fetch(`${server.url}/model/m/invoke`)).status).toBe(404);
  });
});

describe('a fault that a test asks for', () => {
  const once = (...plans: BedrockFaultPlan[]) => ({ faults: () => plans.shift() });

  test('may be a raw answer of any kind', async () => {
    const leaked = {
      generation: 'a[/INST]',
      prompt_token_count: 1,
      generation_token_count: 2,
      stop_reason: 'length',
    };
    const { invoke } = await startBedrock(
      once({ kind: 'answer', body: leaked }, { kind: 'answer', body: '<html>' }),
    );
    expect(JSON.parse((await invoke()).body.transformToString())).toEqual(leaked);
    expect((await invoke()).body.transformToString()).toBe('<html>');
  });

  test('may be a reset, before the writer is asked', async () => {
    const { writer, calls } = fakeWriter();
    const { invoke } = await startBedrock({ writer, ...once({ kind: 'reset' }) });
    await expect(invoke()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(calls).toHaveLength(0);
  });

  test('may be a lost answer, after the writer has written', async () => {
    const { writer, calls } = fakeWriter();
    const { invoke } = await startBedrock({ writer, ...once({ kind: 'lost-answer' }) });
    await expect(invoke()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(calls).toHaveLength(1);
  });

  test('may be a hang, until the client gives up', async () => {
    const patience = new AbortController();
    const onRequest = () => setImmediate(() => patience.abort());
    const { invoke } = await startBedrock({ onRequest, ...once({ kind: 'hang' }) });
    await expect(invoke({}, { abortSignal: patience.signal })).rejects.toMatchObject({ name: 'AbortError' });
    await invoke();
  });
});
