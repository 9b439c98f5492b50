import { isDeepStrictEqual } from 'node:util';
import type { Answer } from './client.ts';
import { expectPost, expectType } from './contract.ts';
import { expectThat, show } from './expectation.ts';
import { expectStatus } from './status.ts';
import { awaitPost, describePost, locationOf, type SmokeContext, type Step } from './step.ts';

// ASCII: its path has nothing to encode, on whose signing clients and gateways differ.
const topic = 'What a smoke test is good for';

/** A post as most callers ask for it, and its reading: each step needs the one before. */
export function waitingSteps(context: SmokeContext): Step[] {
  const { client } = context;
  let posted: Answer | undefined;
  const written = (): Answer => {
    if (posted === undefined) throw new Error('the post was not written');
    return posted;
  };
  return [
    {
      name: 'POST /blog writes a post',
      async run() {
        const body = { blog_topic: topic, word_count: 50 };
        const first = await client({ method: 'POST', path: '/blog', body });
        expectStatus(first, 200, 202);
        posted = await awaitPost(first, topic, context);
        return `${first.status}${first.status === 202 ? ' and later 200' : ''}, ${describePost(posted)}`;
      },
    },
    {
      name: 'GET its Location gives the same JSON',
      async run() {
        const read = await client({ path: locationOf(written()) });
        expectPost(read, topic);
        for (const field of new Set([...Object.keys(written().json), ...Object.keys(read.json)])) {
          const [before, after] = [written().json[field], read.json[field]];
          expectThat(isDeepStrictEqual(after, before), `${field} to be ${show(before)}`, after);
        }
        return '200';
      },
    },
    {
      name: 'GET with Accept: text/plain gives its text',
      async run() {
        const read = await client({ path: locationOf(written()), headers: { accept: 'text/plain' } });
        expectStatus(read, 200);
        expectType(read, 'text/plain');
        const { generated_blog: text } = written().json;
        expectThat(read.text === text, `the text ${show(text)}`, read.text);
        return `200, ${read.text.length} characters`;
      },
    },
  ];
}
