import { beforeEach, describe, expect, it } from 'vitest';
import type { BedrockFaultPlan } from '../../lib/local/bedrock/bedrock-stand-in.ts';
import { useLocalStack } from './local-stack.ts';

const stack = useLocalStack();
let postsBefore: number;

beforeEach(async () => {
  postsBefore = (await stack.posts()).size;
});

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
  it.each<[BedrockFaultPlan, number]>([
    [{ kind: 'reset' }, 503],
    [{ kind: 'answer', body: '<html>' }, 502],
  ])('%j that stays is a %i after three model calls, and nothing is saved', async (fault, status) => {
    stack.faults.model = () => fault;
    const answer = await post();
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(stack.modelCalls).toHaveLength(3);
    expect(await savedPosts()).toBe(0);
  });

  it.each<[BedrockFaultPlan]>([[{ kind: 'error', name: 'ThrottlingException' }], [{ kind: 'lost-answer' }]])(
    '%j that passes is a 200 after another call',
    async (fault) => {
      stack.faults.model = first(1, fault);
      expect(await post()).toMatchObject({ status: 200, body: { model_calls: 2 } });
      expect(stack.modelCalls).toHaveLength(2);
      expect(await savedPosts()).toBe(1);
    },
  );
});

describe('a fault of S3', () => {
  it.each([
    ['two 503s', first(2, { kind: 'error', status: 503, code: 'ServiceUnavailable' } as const)],
    ['a reset', first(1, { kind: 'reset' } as const)],
    ['a write whose answer is lost', first(1, { kind: 'lost-answer' } as const)],
  ])('of %s passes unseen: one post, one object, one model call', async (_, fault) => {
    stack.faults.s3 = fault;
    const { status, body } = await post();
    expect(status).toBe(200);
    expect(await savedPosts()).toBe(1);
    expect((await stack.posts()).get(`${body.blog_id}.txt`)).toBe(body.generated_blog);
    expect(stack.modelCalls).toHaveLength(1);
  });

  it('that denies access is a 500 that carries the post, and logs why', async () => {
    stack.faults.s3 = () => ({ kind: 'error', status: 403, code: 'AccessDenied' });
    const answer = await post();
    expect(answer).toMatchObject({
      status: 500,
      body: { type: 'urn:blog-writer:problem:service-misconfigured' },
    });
    expect(answer.body.generated_blog).toMatch(/stand-in/);
    expect(stack.modelCalls).toHaveLength(1);
    expect(stack.log()).toContain('AccessDenied');
  });
});

describe('many requests at once, a quarter of the model calls throttled', () => {
  it('leave an object for every 200 and overwrite none', async () => {
    stack.faults.model = ({ callNumber }) =>
      callNumber % 4 === 0 ? { kind: 'error', name: 'ThrottlingException' } : undefined;
    const answers = [];
    for (let wave = 0; wave < 5; wave += 1) {
      answers.push(
        ...(await Promise.all(Array.from({ length: 10 }, () => stack.post({ blog_topic: 'Load' })))),
      );
    }
    const good = answers.filter(({ status }) => status === 200);
    const posts = await stack.posts();
    expect(good.length).toBeGreaterThan(45);
    expect(new Set(good.map(({ body }) => body.blog_id)).size).toBe(good.length);
    for (const { body } of good) expect(posts.get(`${body.blog_id}.txt`)).toBe(body.generated_blog);
    expect(await savedPosts()).toBe(good.length);
    expect(answers.filter(({ status }) => status !== 200 && status !== 429)).toEqual([]);
  });
});
