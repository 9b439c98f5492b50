import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { BedrockErrorName } from '../../lib/local/bedrock/bedrock-errors.ts';
import { contracts } from '../lambda/core/model/families/contracts.ts';
import { type LocalStack, startLocalStack } from './local-stack.ts';
import { deployPostBlog } from './other-deployment.ts';

const first = 'us.meta.llama3-1-8b-instruct-v1:0';
const fallback = 'us.amazon.nova-lite-v1:0';
const respondAsync = { prefer: 'respond-async' };
let stack: LocalStack;

beforeAll(async () => {
  stack = await startLocalStack({ MODEL_ID: first, FALLBACK_MODEL_ID: fallback });
});
beforeEach(() => stack.reset());
afterAll(() => stack.close());

const post = (headers?: Record<string, string>) => stack.post({ blog_topic: 'T' }, headers);
/** Every call of a model fails; those of a model that is not named go well. */
function fail(faults: Record<string, BedrockErrorName>): void {
  stack.faults.model = ({ modelId }) => {
    const name = faults[modelId];
    return name === undefined ? undefined : { kind: 'error', name };
  };
}
const called = () => stack.modelCalls.map(({ modelId }) => modelId);
/** The model that the saved objects name in their metadata. */
const savedModels = () =>
  stack.s3Requests
    .filter(({ method, key }) => method === 'PUT' && key.startsWith('blog_output/'))
    .map(({ headers }) => headers['x-amz-meta-model-id']);

describe('the fallback model', () => {
  it.each<[BedrockErrorName, string[]]>([
    ['ThrottlingException', [first, first, fallback]],
    ['ResourceNotFoundException', [first, fallback]],
    ['ModelNotReadyException', [first, fallback]],
    ['ServiceQuotaExceededException', [first, fallback]],
  ])('writes the post where the first answers %s: calls of %j', async (name, calls) => {
    fail({ [first]: name });
    const { status, body } = await post();
    expect(status).toBe(200);
    expect(called()).toEqual(calls);
    expect(body).toMatchObject({ model_id: fallback, model_calls: calls.length });
    expect(savedModels()).toEqual([fallback]);
    expect((await stack.get(`/blog/${body.blog_id}`)).body).toEqual(body);
    expect(stack.modelCalls.map((call) => call.body)).toEqual([
      ...Array(calls.length - 1).fill(JSON.stringify(contracts['Llama with [INST]']?.body)),
      JSON.stringify(contracts['Amazon Nova']?.body),
    ]);
  });

  it.each<[BedrockErrorName, BedrockErrorName, number, string[]]>([
    ['ThrottlingException', 'ThrottlingException', 429, [first, first, fallback]],
    ['ResourceNotFoundException', 'ThrottlingException', 429, [first, fallback, fallback]],
    ['ResourceNotFoundException', 'ResourceNotFoundException', 500, [first, fallback]],
  ])(
    'cannot help where the first answers %s and it %s: a %i after the calls of %j',
    async (one, other, status, calls) => {
      fail({ [first]: one, [fallback]: other });
      expect((await post()).status).toBe(status);
      expect(called()).toEqual(calls);
    },
  );

  it.each<[BedrockErrorName, number]>([
    ['ModelErrorException', 3],
    ['ValidationException', 1],
  ])('is not called where the first answers %s', async (name, calls) => {
    fail({ [first]: name });
    await post();
    expect(called()).toEqual(Array(calls).fill(first));
  });

  it('is not called where the first writes the post', async () => {
    expect((await post()).body.model_id).toBe(first);
    expect(called()).toEqual([first]);
  });
});

describe('the fallback model of the worker', () => {
  it('writes a promised post', async () => {
    fail({ [first]: 'ThrottlingException' });
    const { headers } = await post(respondAsync);
    const written = await stack.outcome(headers.get('location') ?? '');
    expect(written).toMatchObject({ status: 200, body: { model_id: fallback, model_calls: 3 } });
    expect(called()).toEqual([first, first, fallback]);
    expect(savedModels()).toEqual([fallback]);
  });

  it('goes on where its turn had come before the post was handed over', async () => {
    const hasty = await deployPostBlog(stack, {
      DEADLINE_MS: '2500',
      HANDOVER_RESERVE_MS: '1000',
      MODEL_ATTEMPT_BASE_MS: '600',
      MODEL_ATTEMPT_PER_TOKEN_MS: '0',
    });
    onTestFinished(() => hasty.close());
    stack.faults.model = ({ modelId, callNumber }) => {
      if (modelId === first) return { kind: 'error', name: 'ResourceNotFoundException' };
      return callNumber === 2 ? { kind: 'hang' } : undefined;
    };
    // A cold start would take its time from the deadline.
    await hasty.post({});
    const { status, headers, text } = await hasty.post({ blog_topic: 'T' });
    expect([200, 202], text).toContain(status);
    const written = await stack.outcome(headers.get('location') ?? '');
    expect(written).toMatchObject({ status: 200, body: { model_id: fallback, model_calls: 3 } });
    expect(called()).toEqual([first, fallback, fallback]);
    expect(stack.invocations).toHaveLength(1);
  });
});

describe('the fallback model under an Idempotency-Key', () => {
  it('has written the post that the same key is answered with again', async () => {
    fail({ [first]: 'ThrottlingException' });
    const { status, text } = await post({ 'idempotency-key': 'again' });
    expect(status).toBe(200);
    const repeated = await post({ 'idempotency-key': 'again' });
    expect([repeated.status, repeated.text]).toEqual([200, text]);
    expect(called()).toEqual([first, first, fallback]);
  });

  it('has its turn again after the first where all calls failed', async () => {
    fail({ [first]: 'ThrottlingException', [fallback]: 'ThrottlingException' });
    expect((await post({ 'idempotency-key': 'failed' })).status).toBe(429);
    fail({ [first]: 'ResourceNotFoundException' });
    const { status, body } = await post({ 'idempotency-key': 'failed' });
    expect([status, body.model_id, body.model_calls]).toEqual([200, fallback, 2]);
    expect(called()).toEqual([first, first, fallback, first, fallback]);
  });
});
