import { type Clock, withTimeLimit } from '../clock.ts';
import { BlogFailure, RequestError } from '../errors.ts';
import type { Blog } from '../post/blog.ts';
import type { Job } from './job.ts';
import type { BlogStore } from './save-blog.ts';

/** A post and where it is. */
export interface SavedBlog {
  blogId: string;
  /** The name of its object; another than the blog id only where that name was taken. */
  objectId: string;
  blog: Blog;
}

/** How long reading a post may take, all tries included, in milliseconds. */
const readLimitMs = 10_000;

interface Reading {
  store: BlogStore;
  clock: Clock;
  /** Milliseconds since 1970. */
  deadlineAt: number;
}

/** Reads a post's object, whoever wrote it. @throws BlogFailure */
export async function readObject(objectId: string, { store, clock, deadlineAt }: Reading) {
  const limitMs = Math.min(readLimitMs, deadlineAt - clock.now());
  try {
    return await withTimeLimit(clock, limitMs, (signal) => store.read(objectId, signal));
  } catch (error) {
    if (error instanceof BlogFailure) throw error;
    throw new BlogFailure('store-unavailable', 'S3 did not answer for a post in time', { cause: error });
  }
}

/** The post of a job where it is saved already, also where nobody lived to record it. */
export async function findJobPost(job: Job, reading: Reading): Promise<SavedBlog | undefined> {
  const stored = await readObject(job.object_id, reading);
  if (stored?.requestId !== job.job_id) return undefined;
  return { blogId: job.blog_id, objectId: job.object_id, blog: stored.blog };
}

/** As `findJobPost`, without a look where no model call was begun: then there is nothing to be found. */
export async function findStartedPost(job: Job, reading: Reading): Promise<SavedBlog | undefined> {
  return job.model_calls === 0 ? undefined : findJobPost(job, reading);
}

/** The post of a job that is done. @throws RequestError `not-found` where it has been deleted since */
export async function readJobPost(job: Job, reading: Reading): Promise<SavedBlog> {
  const post = await findJobPost(job, reading);
  if (post === undefined)
    throw new RequestError('not-found', 'The post was written and has been deleted since.');
  return post;
}
