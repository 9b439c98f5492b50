import type { Blog } from '../../../../lambda/core/post/blog.ts';

/** A post that the first call of the model wrote. */
export const aBlog: Blog = {
  blogTopic: 'T',
  text: 'A post.',
  stopReason: 'stop',
  truncated: false,
  modelId: 'm',
  modelCalls: 1,
};
