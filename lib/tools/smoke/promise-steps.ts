import type { Answer } from './client.ts';
import { expectPromise } from './contract.ts';
import { expectThat } from './expectation.ts';
import { expectStatus } from './status.ts';
import { awaitPost, describePost, type SmokeContext, type Step } from './step.ts';

const topic = 'What a promise is good for';

/**
 * A post that the worker writes, asked for twice under one key: each step needs the one before.
 *
 * @param idempotencyKey one that was never used
 */
export function promiseSteps(context: SmokeContext, idempotencyKey: string): Step[] {
  const { client } = context;
  const order = {
    method: 'POST',
    path: '/blog',
    headers: { prefer: 'respond-async', 'idempotency-key': idempotencyKey },
    body: { blog_topic: topic, word_count: 50 },
  } as const;
  let first: Answer | undefined;
  const promised = (): Answer => {
    if (first === undefined) throw new Error('the post was not promised');
    return first;
  };
  return [
    {
      name: 'POST /blog with Prefer: respond-async promises a post',
      async run() {
        first = await client(order);
        expectPromise(first);
        const applied = first.headers.get('preference-applied');
        expectThat(applied === 'respond-async', 'Preference-Applied respond-async', applied);
        return '202';
      },
    },
    {
      name: 'POST /blog again under its Idempotency-Key is the same post',
      async run() {
        const again = await client(order);
        expectStatus(again, 200, 202);
        const [wanted, received] = [promised().json.blog_id, again.json.blog_id];
        expectThat(received === wanted, `blog_id ${wanted}`, received);
        return `${again.status}`;
      },
    },
    {
      name: 'GET its Location gives the post once it is written',
      async run() {
        return `200, ${describePost(await awaitPost(promised(), topic, context))}`;
      },
    },
  ];
}
