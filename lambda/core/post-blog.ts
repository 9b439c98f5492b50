import type { Blog } from './blog.ts';
import type { BlogRequest } from './blog-request.ts';
import { type GenerateBlogDependencies, generateBlog } from './generate-blog.ts';
import { type BlogStore, saveBlog } from './save-blog.ts';

/** A post and where it is. */
export interface SavedBlog {
  blogId: string;
  blog: Blog;
}

/** The settings of the request-and-wait path. */
export interface PostBlogLimits {
  maxModelCalls: number;
  /** A call may take `modelAttemptBaseMs + modelAttemptPerTokenMs × max_gen_len` milliseconds. */
  modelAttemptBaseMs: number;
  modelAttemptPerTokenMs: number;
  /** The upper bound of that, in milliseconds. */
  modelReadTimeoutMs: number;
  /** The wait before the second call after a throttled one, in milliseconds. */
  modelBackoffMs: number;
}

export interface PostBlogDependencies extends GenerateBlogDependencies {
  store: BlogStore;
}

/** Kept free at the end of the request for S3: a text that comes later than this is presumed lost. */
const saveReserveMs = 2_000;

/**
 * Writes a post and saves it, within one deadline.
 *
 * @param about `deadlineAt` in milliseconds since 1970; `requestId` names this request in the object's metadata
 * @throws BlogFailure
 */
export async function postBlog(
  request: BlogRequest,
  about: { requestId: string; deadlineAt: number },
  limits: PostBlogLimits,
  dependencies: PostBlogDependencies,
): Promise<SavedBlog> {
  const callLimitMs = Math.min(
    limits.modelAttemptBaseMs + limits.modelAttemptPerTokenMs * request.maxGenLen,
    limits.modelReadTimeoutMs,
  );
  const blog = await generateBlog(
    request,
    {
      maxModelCalls: limits.maxModelCalls,
      callLimitMs,
      backoffMs: limits.modelBackoffMs,
      deadlineAt: about.deadlineAt - saveReserveMs,
    },
    dependencies,
  );
  const blogId = await saveBlog(blog, about, dependencies);
  return { blogId, blog };
}
