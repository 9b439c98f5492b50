import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BedrockFaultPlan } from '../../lib/local/bedrock/bedrock-stand-in.ts';
import { type LocalStack, startLocalStack } from './local-stack.ts';

let stack: LocalStack;
let postsBefore: number;

beforeAll(async () => {
  stack = await startLocalStack();
});
beforeEach(async () => {
  stack.reset();
  postsBefore = (await stack.posts()).size;
});
afterAll(() => stack.close());

const post = () => stack.post({ blog_topic: 'T' });
const savedPosts = async (): Promise<number> => (await stack.posts()).size - postsBefore;
/** The fault for the first `times` of what is asked; the rest goes well. */
const first = <T>(times: number, fault: T) => {
  let left = times;
  return () => {
    left -= 1;
    return left >= 0 ? fault : undefined;
  };
};

describe('a fault of the model', () => {
  it.each<[BedrockFaultPlan, number, number]>([
    [{ kind: 'error', name: 'ThrottlingException' }, 429, 3],
    [{ kind: 'error', name: 'ServiceQuotaExceededException' }, 429, 1],
    [{ kind: 'error', name: 'ThrottlingException', message: 'Too many tokens per day, please wait' }, 429, 1],
    [{ kind: 'error', name: 'ModelNotReadyException' }, 503, 3],
    [{ kind: 'error', name: 'ServiceUnavailableException' }, 503, 3],
    [{ kind: 'reset' }, 503, 3],
    [{ kind: 'error', name: 'InternalServerException' }, 502, 3],
    [{ kind: 'error', name: 'ModelTimeoutException' }, 502, 3],
    [{ kind: 'error', name: 'ModelErrorException' }, 502, 3],
    [{ kind: 'answer', body: { generation: ' \n', stop_reason: 'stop' } }, 502, 3],
    [{ kind: 'answer', body: { generation: '[/INST]</s> [INST]', stop_reason: 'length' } }, 502, 3],
    [{ kind: 'answer', body: '<html>' }, 502, 3],
    [{ kind: 'error', name: 'ValidationException' }, 500, 1],
    [{ kind: 'error', name: 'AccessDeniedException' }, 500, 1],
    [{ kind: 'error', name: 'ResourceNotFoundException' }, 500, 1],
  ])('%j that stays is a %i after %i model calls, and nothing is saved', async (fault, status, calls) => {
    stack.faults.model = () => fault;
    const answer = await post();
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.has('retry-after')).toBe(status === 429 || status === 503);
    expect(stack.modelCalls).toHaveLength(calls);
    expect(await savedPosts()).toBe(0);
  });

  it.each<[BedrockFaultPlan]>([
    [{ kind: 'error', name: 'ThrottlingException' }],
    [{ kind: 'error', name: 'ModelTimeoutException' }],
    [{ kind: 'reset' }],
    [{ kind: 'lost-answer' }],
    [{ kind: 'answer', body: { generation: '' } }],
  ])('%j that passes is a 200 after another call', async (fault) => {
    stack.faults.model = first(1, fault);
    expect(await post()).toMatchObject({ status: 200, body: { model_calls: 2 } });
    expect(stack.modelCalls).toHaveLength(2);
    expect(await savedPosts()).toBe(1);
  });

  it('that is a signature too old is no model call: the request is signed anew', async () => {
    const message = 'Signature expired: 20261125T120000Z is now earlier than 20261125T121500Z';
    stack.faults.model = first(1, { kind: 'error', name: 'InvalidSignatureException', message });
    expect(await post()).toMatchObject({ status: 200, body: { model_calls: 1 } });
    expect(stack.modelCalls).toHaveLength(2);
  });

  it('of leaked control tokens is cut off, and the whole post before them is not truncated', async () => {
    stack.faults.model = () => ({
      kind: 'answer',
      body: {
        generation: ' A whole post.[/INST]</s>[INST]',
        stop_reason: 'length',
        generation_token_count: 512,
      },
    });
    const { body } = await post();
    expect(body).toMatchObject({
      generated_blog: 'A whole post.',
      stop_reason: 'length',
      truncated: false,
      leaked_token: '[/INST]',
    });
    expect((await stack.get(`/blog/${body.blog_id}`)).body).toEqual(body);
    expect([...(await stack.posts()).values()]).toContain('A whole post.');
  });

  it('of control tokens before the text is no fault: they are dropped, and nothing was cut', async () => {
    stack.faults.model = () => ({
      kind: 'answer',
      body: { generation: '[/INST] A post.', stop_reason: 'stop' },
    });
    const { status, body } = await post();
    expect([status, body.generated_blog]).toEqual([200, 'A post.']);
    expect(body).not.toHaveProperty('leaked_token');
  });
});

describe('a fault of S3', () => {
  it.each([
    ['two 503s', first(2, { kind: 'error', status: 503, code: 'ServiceUnavailable' } as const)],
    ['a 500', first(1, { kind: 'error', status: 500, code: 'InternalError' } as const)],
    ['a reset', first(1, { kind: 'reset' } as const)],
    ['a signature too old', first(1, { kind: 'error', status: 403, code: 'RequestTimeTooSkewed' } as const)],
    ['a conflict', first(1, { kind: 'error', status: 409, code: 'ConditionalRequestConflict' } as const)],
    ['a write whose answer is lost', first(1, { kind: 'lost-answer' } as const)],
  ])('of %s passes unseen: one post, one object, one model call', async (_, fault) => {
    stack.faults.s3 = fault;
    const { status, body } = await post();
    expect(status).toBe(200);
    expect(await savedPosts()).toBe(1);
    expect((await stack.posts()).get(`${body.blog_id}.txt`)).toBe(body.generated_blog);
    expect(stack.modelCalls).toHaveLength(1);
  });

  it.each([
    ['is down', 503, 'ServiceUnavailable', 'store-unavailable'],
    ['has no such bucket', 404, 'NoSuchBucket', 'service-misconfigured'],
    ['denies access', 403, 'AccessDenied', 'service-misconfigured'],
  ])('that %s is a 500 that carries the post', async (_, status, code, type) => {
    stack.faults.s3 = () => ({ kind: 'error', status, code });
    const answer = await post();
    expect(answer).toMatchObject({ status: 500, body: { type: `urn:blog-writer:problem:${type}` } });
    expect(answer.body.generated_blog).toMatch(/stand-in/);
    expect(stack.modelCalls).toHaveLength(1);
    expect(stack.log()).toContain(code);
  });
});

describe('many requests at once, a quarter of the model calls throttled', () => {
  it('leave an object for every 200 and overwrite none', async () => {
    stack.faults.model = ({ callNumber }) =>
      callNumber % 4 === 0 ? { kind: 'error', name: 'ThrottlingException' } : undefined;
    const answers = [];
    for (let wave = 0; wave < 10; wave += 1) {
      answers.push(
        ...(await Promise.all(Array.from({ length: 10 }, () => stack.post({ blog_topic: 'Load' })))),
      );
    }
    const good = answers.filter(({ status }) => status === 200);
    const posts = await stack.posts();
    expect(good.length).toBeGreaterThan(90);
    expect(new Set(good.map(({ body }) => body.blog_id)).size).toBe(good.length);
    for (const { body } of good) expect(posts.get(`${body.blog_id}.txt`)).toBe(body.generated_blog);
    expect(await savedPosts()).toBe(good.length);
    expect(answers.filter(({ status }) => status !== 200 && status !== 429)).toEqual([]);
  }, 60_000);
});
