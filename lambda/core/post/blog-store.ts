import type { Blog } from './blog.ts';

/** A stored post, and the request that it was written for. */
export interface StoredBlog {
  blog: Blog;
  /** The id of the request, or of the job if the post was promised. */
  requestId: string;
}

/** The store of posts: one object per blog id, never overwritten. */
export interface BlogStore {
  /**
   * Creates a post's object.
   *
   * @returns `created`, also if an earlier attempt with the same request id created it and only the response was lost;
   *   `exists` if the object belongs to another request
   *
   * @throws BlogFailure `store-unavailable` or `service-misconfigured`
   */
  create(objectId: string, blog: Blog, requestId: string, signal: AbortSignal): Promise<'created' | 'exists'>;
  /** @returns `undefined` if there is no such object @throws BlogFailure as above */
  read(objectId: string, signal: AbortSignal): Promise<StoredBlog | undefined>;
}
