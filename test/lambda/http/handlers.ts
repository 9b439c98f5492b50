import { vi } from 'vitest';
import type { PostOutcome } from '../../../lambda/core/job/job-outcome.ts';
import type { PostCommand } from '../../../lambda/core/job/request-post.ts';
import type { Observation } from '../../../lambda/core/report/observation.ts';
import { createGetBlogHandler } from '../../../lambda/http/get-blog-handler.ts';
import { createPostBlogHandler } from '../../../lambda/http/post-blog-handler.ts';
import { aBlog } from '../core/post/a-blog.ts';
import { spyLog, spyMetrics } from '../core/report/report-sinks.ts';

export const blogId = '20261122T160527123Z_ไทย';
/** The id in a path. */
export const encodedId = '20261122T160527123Z_%E0%B9%84%E0%B8%97%E0%B8%A2';
export const blog = { ...aBlog, blogTopic: 'ไทย', promptTokenCount: 31, generationTokenCount: 260 };
export const completed = { kind: 'completed', saved: { blogId, objectId: blogId, blog } } as const;

/** They answer a saved post; a test may have them answer otherwise once. */
export const postBlog = vi.fn(
  async (_command: PostCommand, _observation: Observation): Promise<PostOutcome> => completed,
);
export const getBlog = vi.fn(
  async (_blogId: string, _deadlineAt: number, _observation: Observation): Promise<PostOutcome> => completed,
);

export const log = spyLog();
export const metrics = spyMetrics();
const shared = { bucket: 'posts', now: () => Date.now(), log, metrics };
/** `POST /blog`, over `postBlog`. */
export const post = createPostBlogHandler({
  ...shared,
  deadlineMs: 27_000,
  postBlog,
  hash: (text) => `hash of ${text}`,
  logFields: { model_id: 'configured' },
});
/** `GET /blog/{blog_id}`, over `getBlog`. */
export const get = createGetBlogHandler({
  ...shared,
  getBlog,
  toPage: async (answer) => ({ ...answer, headers: { 'content-type': 'text/html; charset=utf-8' } }),
});

/** The JSON body of a result. */
export const bodyOf = ({ body }: { body?: string | undefined }) => JSON.parse(body ?? '');
