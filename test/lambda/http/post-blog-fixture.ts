import { vi } from 'vitest';
import type { PostOutcome } from '../../../lambda/core/job/job-outcome.ts';
import type { PostCommand } from '../../../lambda/core/job/request-post.ts';
import type { Blog } from '../../../lambda/core/post/blog.ts';
import type { Observation } from '../../../lambda/core/report/observation.ts';
import { createPostBlogHandler } from '../../../lambda/http/post-blog-handler.ts';
import { spyLog, spyMetrics } from '../core/report/report-sinks.ts';

/** The moment at which every request of these tests comes. */
export const now = Date.UTC(2026, 10, 22, 16, 5, 27, 123);
export const log = spyLog();
export const metrics = spyMetrics();
export const blog: Blog = {
  blogTopic: 'ไทย',
  text: 'A post.',
  stopReason: 'stop',
  truncated: false,
  modelId: 'm',
  modelCalls: 1,
  promptTokenCount: 31,
  generationTokenCount: 260,
};
export const blogId = '20261122T160527123Z_ไทย';
/** Answers a saved post; a test may answer otherwise once. */
export const postBlog = vi.fn(
  async (_command: PostCommand, _observation: Observation): Promise<PostOutcome> => ({
    kind: 'completed',
    saved: { blogId, objectId: blogId, blog },
  }),
);
/** The handler over all of these. */
export const handler = createPostBlogHandler({
  bucket: 'posts',
  deadlineMs: 27_000,
  postBlog,
  hash: (text) => `hash of ${text}`,
  now: () => now,
  log,
  metrics,
  logFields: { model_id: 'configured' },
});
/** The JSON body of a result. */
export const bodyOf = ({ body }: { body?: string | undefined }) => JSON.parse(body ?? '');
