import { describe, expect, it } from 'vitest';
import { type LocalStack, useLocalStack } from './local-stack.ts';

/** The first `calls` of the model hang; the later ones go well. */
const hangsFor =
  (calls: number): NonNullable<LocalStack['faults']['model']> =>
  ({ callNumber }) =>
    callNumber <= calls ? { kind: 'hang' } : undefined;

describe('a model call that hangs past the deadline', () => {
  const stack = useLocalStack(
    // One call fits the 1.5 s for the model, and what is left is too short for a second.
    {
      DEADLINE_MS: '2500',
      HANDOVER_RESERVE_MS: '1000',
      MODEL_ATTEMPT_BASE_MS: '1000',
      MODEL_ATTEMPT_PER_TOKEN_MS: '0',
    },
    // The shortest time that a call of the worker can have.
    { 'write-blog': { MODEL_READ_TIMEOUT_MS: '1000' } },
  );

  it('is handed over, and answered with the post or its promise', async () => {
    stack.faults.model = hangsFor(2);
    const { status, headers, body } = await stack.post({ blog_topic: 'T' });
    expect([200, 202]).toContain(status);
    expect(stack.invocations).toHaveLength(1);
    expect(headers.has('preference-applied')).toBe(false);
    const written = await stack.outcome(headers.get('location') ?? '');
    expect(written).toMatchObject({ status: 200, body: { blog_id: body.blog_id, model_calls: 3 } });
    expect(stack.modelCalls).toHaveLength(3);
  });

  it('and in the worker too is a 503 after three calls in all, and with the same key a post after more', async () => {
    stack.faults.model = hangsFor(3);
    const ask = () => stack.post({ blog_topic: 'T' }, { 'idempotency-key': 'hangs' });
    const { status, headers, body } = await ask();
    expect(status).toBe(202);
    const failed = await stack.outcome(headers.get('location') ?? '');
    expect(failed.status).toBe(503);
    expect(failed.body.type).toBe('urn:blog-writer:problem:model-unavailable');
    expect(stack.modelCalls).toHaveLength(3);
    expect(stack.invocations).toHaveLength(1);
    expect([...(await stack.posts()).keys()]).not.toContain(`${body.blog_id}.txt`);

    expect((await ask()).headers.get('location')).toBe(headers.get('location'));
    const written = await stack.outcome(headers.get('location') ?? '');
    expect(written).toMatchObject({ status: 200, body: { blog_id: body.blog_id, model_calls: 1 } });
    expect(stack.modelCalls).toHaveLength(4);
  });
});
