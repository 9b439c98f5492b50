import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LocalStack, startLocalStack } from './local-stack.ts';

let stack: LocalStack;

beforeAll(async () => {
  // The least that is allowed: half a second for the model, two seconds for S3.
  stack = await startLocalStack({ DEADLINE_MS: '2500' });
});
afterAll(() => stack.close());

it('a model that hangs is a 504 from the service itself, before the gateway gives up', async () => {
  stack.faults.model = () => ({ kind: 'hang' });
  const { status, headers, body } = await stack.post({ blog_topic: 'T' });
  expect(status).toBe(504);
  expect(headers.get('content-type')).toBe('application/problem+json');
  expect(body.type).toBe('urn:blog-writer:problem:deadline-exceeded');
  expect(stack.modelCalls).toHaveLength(1);
  expect((await stack.posts()).size).toBe(0);
});
