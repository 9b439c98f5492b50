import type { BlogFailure } from '../../../../lambda/core/errors.ts';
import type { Job } from '../../../../lambda/core/job/job.ts';
import type { Answer, World } from './world.ts';

/** How each answer ended, in their order. */
export const kindsOf = ({ answers }: World): string[] => answers.map(({ outcome }) => outcome.kind);

/** What an answer failed with. */
export const failureOf = ({ outcome }: Answer): BlogFailure => (outcome as { failure: BlogFailure }).failure;

/** The jobs as they are recorded. */
export const jobsOf = ({ records }: World): Job[] =>
  [...records].filter(([name]) => name.startsWith('jobs/')).map(([, { text }]) => JSON.parse(text));
