import { type Clock, sleep, TimeLimitError, withTimeLimit } from '../clock.ts';
import { BlogFailure } from '../errors.ts';
import type { Blog } from '../post/blog.ts';
import { makeBlogId } from '../post/blog-id.ts';
import type { BlogStore } from '../post/blog-store.ts';

export interface SavePostOptions {
  /** The request's id, or the job's. */
  requestId: string;
  /** Milliseconds since 1970. */
  deadlineAt: number;
  /** The first name to try, as a blog id. */
  objectId: string;
  /** Until when S3 is retried, in milliseconds since 1970. */
  retryUntil: number;
  /** Awaited before another name is tried. @returns whether to continue */
  beforeRename(objectId: string): Promise<boolean>;
}

/**
 * Creates a post's object. If another post has the name, it takes that of the next free millisecond.
 *
 * @returns the object's name, as a blog id; `undefined` if `beforeRename` ended it
 * @throws BlogFailure with `generatedBlog`, so that a waiting caller still gets the text
 */
export async function savePost(
  blog: Blog,
  { requestId, deadlineAt, objectId, retryUntil, beforeRename }: SavePostOptions,
  { store, clock }: { store: BlogStore; clock: Clock },
): Promise<string | undefined> {
  let name = objectId;
  let time = clock.now();
  try {
    return await withTimeLimit(clock, deadlineAt - time, async (signal) => {
      const create = () => store.create(name, blog, requestId, signal);
      while ((await retryWhileTransient(create, retryUntil, clock)) === 'exists') {
        signal.throwIfAborted();
        time = Math.max(time + 1, clock.now());
        name = makeBlogId(time, blog.blogTopic);
        if (!(await beforeRename(name))) return undefined;
      }
      return name;
    });
  } catch (error) {
    throw withText(error, blog.text);
  }
}

/** The text is paid for, so S3 is retried until the time is over, at growing intervals. */
async function retryWhileTransient<T>(step: () => Promise<T>, until: number, clock: Clock): Promise<T> {
  for (let waitMs = 200; ; waitMs = Math.min(waitMs * 2, 30_000)) {
    try {
      return await step();
    } catch (error) {
      const transient = error instanceof BlogFailure && error.transient;
      if (!transient || clock.now() + waitMs >= until) throw error;
      await sleep(clock, waitMs);
    }
  }
}

function withText(error: unknown, generatedBlog: string): BlogFailure {
  if (error instanceof BlogFailure) {
    const { kind, message, cause = error, hint } = error;
    return new BlogFailure(kind, message, { cause, hint, generatedBlog });
  }
  if (error instanceof TimeLimitError) {
    return new BlogFailure('deadline-exceeded', 'the deadline passed while the post was being saved', {
      cause: error,
      generatedBlog,
      hint: 'S3 answered too slowly or not at all: see the AWS Health Dashboard for S3 in this Region.',
    });
  }
  return new BlogFailure('store-unavailable', 'saving the post failed', { cause: error, generatedBlog });
}
