import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { usageOfAPost } from '../../../../lib/tools/cost/usage.ts';
import { type LocalStack, startLocalStack } from '../../../end-to-end/local-stack.ts';

let stack: LocalStack;

beforeAll(async () => {
  stack = await startLocalStack();
});
beforeEach(() => stack.reset());
afterAll(() => stack.close());

const requests = () => {
  const count = (wanted: string): number => stack.s3Requests.filter(({ method }) => method === wanted).length;
  return { s3Puts: count('PUT'), s3Gets: count('GET') };
};

describe('the stated requests to S3', () => {
  it('are those of a post that is answered at once', async () => {
    await stack.post({ blog_topic: 'Bees' });
    const { s3Puts, s3Gets } = usageOfAPost.plain;
    expect(requests()).toEqual({ s3Puts, s3Gets });
  });

  it('are those of a promised post, its worker, and two looks at it', async () => {
    const { headers } = await stack.post({ blog_topic: 'Bees' }, { prefer: 'respond-async' });
    const { s3Puts, s3Gets } = usageOfAPost.promised;
    await vi.waitFor(() => expect(requests().s3Puts).toBe(s3Puts), { timeout: 10_000 });
    for (const _ of ['early', 'late']) await stack.get(headers.get('location') ?? '');
    // A look before the post is there reads once more.
    expect(requests()).toEqual({ s3Puts, s3Gets: s3Gets - 1 });
  });
});
