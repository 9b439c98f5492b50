import type { Blog } from './blog.ts';
import { makeBlogId } from './blog-id.ts';
import { type Clock, TimeLimitError, withTimeLimit } from './clock.ts';
import { BlogFailure } from './errors.ts';

/** Where posts are kept, each under its own blog id, never overwritten. */
export interface BlogStore {
  /** The bucket's name, as the answer gives it. */
  readonly bucket: string;
  /**
   * Creates the post's object. `created` also where an earlier try of the same request (same request id) had
   * created it and only its answer was lost; `taken` where the object is another request's.
   *
   * @throws BlogFailure `store-unavailable` or `service-misconfigured`
   */
  create(blogId: string, blog: Blog, requestId: string, signal: AbortSignal): Promise<'created' | 'taken'>;
}

/**
 * Saves a post under the id of this moment and its topic; where that id is taken, under the next free
 * millisecond.
 *
 * @param deadlineAt milliseconds since 1970
 * @returns the blog id
 * @throws BlogFailure with `generatedBlog`, so that the text can still reach whoever waits for it
 */
export async function saveBlog(
  blog: Blog,
  about: { requestId: string; deadlineAt: number },
  { store, clock }: { store: BlogStore; clock: Clock },
): Promise<string> {
  let time = clock.now();
  try {
    return await withTimeLimit(clock, about.deadlineAt - time, async (signal) => {
      for (;;) {
        const blogId = makeBlogId(time, blog.blogTopic);
        if ((await store.create(blogId, blog, about.requestId, signal)) === 'created') return blogId;
        signal.throwIfAborted();
        time = Math.max(time + 1, clock.now());
      }
    });
  } catch (error) {
    throw withText(error, blog.text);
  }
}

function withText(error: unknown, generatedBlog: string): BlogFailure {
  if (error instanceof TimeLimitError) {
    return new BlogFailure('deadline-exceeded', 'the deadline passed while the post was being saved', {
      cause: error,
      generatedBlog,
      hint: 'S3 answered too slowly or not at all: see the AWS Health Dashboard for S3 in this Region.',
    });
  }
  if (error instanceof BlogFailure) {
    return new BlogFailure(error.kind, error.message, {
      cause: error.cause ?? error,
      generatedBlog,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    });
  }
  return new BlogFailure('store-unavailable', 'saving the post failed', { cause: error, generatedBlog });
}
