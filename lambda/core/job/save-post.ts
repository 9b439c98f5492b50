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
  /** The name to try first, as a blog id. */
  objectId: string;
  /** Until when S3 is asked again where it fails, in milliseconds since 1970. */
  retryUntil: number;
  /** Awaited before another name is tried, where another post has the first. @returns whether to go on */
  beforeRename(objectId: string): Promise<boolean>;
}

/**
 * Creates a post's object under the name wanted; where another post has that, under the next free millisecond.
 *
 * @returns the object's name, as a blog id; `undefined` where `beforeRename` said to stop
 * @throws BlogFailure with `generatedBlog`, so that the text can still reach whoever waits for it
 */
export async function savePost(
  blog: Blog,
  options: SavePostOptions,
  { store, clock }: { store: BlogStore; clock: Clock },
): Promise<string | undefined> {
  let { objectId } = options;
  let time = clock.now();
  const create = (signal: AbortSignal) =>
    retryWhileTransient(
      () => store.create(objectId, blog, options.requestId, signal),
      options.retryUntil,
      clock,
    );
  try {
    return await withTimeLimit(clock, options.deadlineAt - time, async (signal) => {
      while ((await create(signal)) === 'exists') {
        signal.throwIfAborted();
        time = Math.max(time + 1, clock.now());
        objectId = makeBlogId(time, blog.blogTopic);
        if (!(await options.beforeRename(objectId))) return undefined;
      }
      return objectId;
    });
  } catch (error) {
    throw withText(error, blog.text);
  }
}

/** The text is paid for: S3 is asked again, less and less often, until the time is over. */
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
