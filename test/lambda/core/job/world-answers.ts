import type { BlogFailure } from '../../../../lambda/core/errors.ts';
import type { PostOutcome } from '../../../../lambda/core/job/job-outcome.ts';
import type { StoredBlog } from '../../../../lambda/core/post/blog-store.ts';
import { aBlog } from '../post/a-blog.ts';

/** What a client of the world received. */
export interface Answer {
  by: 'post' | 'get';
  startedAt: number;
  endedAt: number;
  /** S3 or Lambda failed whoever gave it. */
  faulted: boolean;
  outcome: PostOutcome | { kind: 'failure'; failure: unknown };
}

/** A post of somebody else. */
export const foreignPost: StoredBlog = {
  blog: { ...aBlog, text: 'Foreign', modelId: 'x' },
  requestId: 'foreign',
};

/** What an answer failed with; `undefined` if it did not. */
export const failureOf = (answer: Answer | undefined): BlogFailure | undefined =>
  answer?.outcome.kind === 'failure' ? (answer.outcome.failure as BlogFailure) : undefined;

/** The id that an answer returned or promised; empty if it did neither. */
export const idOf = (answer: Answer | undefined): string => {
  if (answer?.outcome.kind === 'completed') return answer.outcome.saved.blogId;
  return answer?.outcome.kind === 'accepted' ? answer.outcome.blogId : '';
};
