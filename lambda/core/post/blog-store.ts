import type { Blog } from './blog.ts';

/** A post as it is kept, and which request it was written for. */
export interface StoredBlog {
  blog: Blog;
  /** The request's id, or the job's where the post was promised. */
  requestId: string;
}

/** Where posts are kept, each as one object named by a blog id, never overwritten. */
export interface BlogStore {
  /** The bucket's name, as the answer states it. */
  readonly bucket: string;
  /**
   * Creates a post's object. `created` also where an earlier try of the same request (same request id) had
   * created it and only its answer was lost; `exists` where the object is another request's.
   *
   * @throws BlogFailure `store-unavailable` or `service-misconfigured`
   */
  create(objectId: string, blog: Blog, requestId: string, signal: AbortSignal): Promise<'created' | 'exists'>;
  /** @returns `undefined` where there is no such object @throws BlogFailure as above */
  read(objectId: string, signal: AbortSignal): Promise<StoredBlog | undefined>;
}
