import { type Clock, sleep, TimeLimitError, withTimeLimit } from '../clock.ts';
import { BlogFailure } from '../errors.ts';
import type { Blog } from '../post/blog.ts';
import { makeBlogId } from '../post/blog-id.ts';

/** A post as it is kept, and which request it was written for. */
export interface StoredBlog {
  blog: Blog;
  /** The request's id, or the job's where the post was promised. */
  requestId: string;
}

/** Where posts are kept, each as one object named by a blog id, never overwritten. */
export interface BlogStore {
  /** The bucket's name, as the answer gives it. */
  readonly bucket: string;
  /**
   * Creates a post's object. `created` also where an earlier try of the same request (same request id) had
   * created it and only its answer was lost; `taken` where the object is another request's.
   *
   * @throws BlogFailure `store-unavailable` or `service-misconfigured`
   */
  create(objectId: string, blog: Blog, requestId: string, signal: AbortSignal): Promise<'created' | 'taken'>;
  /** @returns `undefined` where there is no such object @throws BlogFailure as above */
  read(objectId: string, signal: AbortSignal): Promise<StoredBlog | undefined>;
}

export interface SaveBlogOptions {
  requestId: string;
  /** Milliseconds since 1970. */
  deadlineAt: number;
  /** The name to try first. Default: this moment and the topic. */
  objectId?: string;
  /** Until when S3 is asked again where it fails, in milliseconds since 1970. Default: it is asked once. */
  retryUntil?: number;
  /** Awaited before another name is tried, where the first is taken. */
  beforeRename?: (objectId: string) => Promise<void>;
}

/**
 * Saves a post under the given name; where that is taken, under the next free millisecond.
 *
 * @returns the object's name, as a blog id
 * @throws BlogFailure with `generatedBlog`, so that the text can still reach whoever waits for it
 */
export async function saveBlog(
  blog: Blog,
  options: SaveBlogOptions,
  { store, clock }: { store: BlogStore; clock: Clock },
): Promise<string> {
  let time = clock.now();
  let objectId = options.objectId ?? makeBlogId(time, blog.blogTopic);
  const create = (signal: AbortSignal) =>
    asLongAsItPasses(
      () => store.create(objectId, blog, options.requestId, signal),
      options.retryUntil ?? 0,
      clock,
    );
  try {
    return await withTimeLimit(clock, options.deadlineAt - time, async (signal) => {
      while ((await create(signal)) === 'taken') {
        signal.throwIfAborted();
        time = Math.max(time + 1, clock.now());
        objectId = makeBlogId(time, blog.blogTopic);
        await options.beforeRename?.(objectId);
      }
      return objectId;
    });
  } catch (error) {
    throw withText(error, blog.text);
  }
}

/** The text is paid for: S3 is asked again, less and less often, until the time is over. */
async function asLongAsItPasses<T>(step: () => Promise<T>, until: number, clock: Clock): Promise<T> {
  for (let waitMs = 200; ; waitMs = Math.min(waitMs * 2, 30_000)) {
    try {
      return await step();
    } catch (error) {
      const passing = error instanceof BlogFailure && error.passing;
      if (!passing || clock.now() + waitMs >= until) throw error;
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
