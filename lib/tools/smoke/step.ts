import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Client } from './client.ts';
import { expectPost, expectPromise } from './contract.ts';
import { expectThat, SmokeFailure } from './expectation.ts';

/** One line of the test. */
export interface Step {
  readonly name: string;
  /** @returns what to say of its success. @throws SmokeFailure */
  run(): Promise<string>;
}

export interface SmokeContext {
  readonly client: Client;
  /** How long a post may take that was promised. */
  readonly waitMs: number;
  /** Default: as long as it says. */
  readonly sleep?: ((ms: number) => Promise<void>) | undefined;
}

/**
 * Follows a promise: asks at its Location whenever its Retry-After is over, until the post is there.
 *
 * @throws SmokeFailure where it fails, breaks the contract, or takes longer than `waitMs`
 */
export async function awaitPost(first: Answer, topic: string, context: SmokeContext): Promise<Answer> {
  const startedAt = performance.now();
  let answer = first;
  while (answer.status === 202) {
    const retryAfterMs = expectPromise(answer) * 1_000;
    const spentMs = performance.now() - startedAt;
    if (spentMs + retryAfterMs > context.waitMs) {
      throw new SmokeFailure({
        expected: `the post within ${context.waitMs / 1_000} s`,
        received: `"being written" after ${Math.round(spentMs / 1_000)} s`,
        next: `look into the worker's log, or wait longer with --wait`,
      });
    }
    await (context.sleep ?? sleep)(retryAfterMs);
    answer = await context.client({ path: locationOf(answer) });
  }
  expectPost(answer, topic);
  expectThat(
    answer.json.blog_id === first.json.blog_id,
    `blog_id ${first.json.blog_id}`,
    answer.json.blog_id,
  );
  return answer;
}

/** @throws SmokeFailure */
export function locationOf({ headers }: Answer): string {
  const location = headers.get('location');
  expectThat(location?.startsWith('/blog/') ?? false, 'Location /blog/<blog_id>', location);
  return location as string;
}

/** What a person wants to know of a post. */
export function describePost({ json }: Answer): string {
  const { word_count: words, truncated, model_calls: calls } = json;
  return `${words} words${truncated ? ', cut off' : ''}, ${calls} model call${calls === 1 ? '' : 's'}`;
}
