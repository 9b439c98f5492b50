import { formatBlogTime } from '../../../lambda/core/post/blog-id.ts';
import { expectProblem } from './contract.ts';
import { expectStatus } from './status.ts';
import type { SmokeContext, Step } from './step.ts';

/**
 * What is to be refused, at no cost: each step stands by itself.
 *
 * @param unused a text of letters and digits that no topic has
 * @param needsCredentials whether callers without are turned away by the gateway
 */
export function refusalSteps({ client }: SmokeContext, unused: string, needsCredentials: boolean): Step[] {
  const missing = `/blog/${formatBlogTime(0)}_${unused}`;
  const withoutCredentials: Step = {
    name: 'GET without credentials is turned away',
    async run() {
      const answer = await client({ path: missing, withoutCredentials: true });
      expectStatus(answer, 401, 403);
      return `${answer.status}`;
    },
  };
  return [
    ...(needsCredentials ? [withoutCredentials] : []),
    {
      name: 'GET of a post that does not exist is a problem',
      async run() {
        expectProblem(await client({ path: missing }), 404);
        return '404';
      },
    },
    {
      name: 'POST /blog of an invalid request is a problem that names the fields',
      async run() {
        const body = { word_count: 1, colour: 'blue' };
        const answer = await client({ method: 'POST', path: '/blog', body });
        expectProblem(answer, 400, ['blog_topic', 'word_count', 'colour']);
        return '400';
      },
    },
  ];
}
