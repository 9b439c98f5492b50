import { laterBlogId, makeBlogId } from '../post/blog-id.ts';
import type { RecordAccess } from '../records/open-record.ts';
import type { Versioned } from '../records/records.ts';
import type { Job } from './job.ts';
import { openJob } from './job-record.ts';
import { type PostReading, readStoredBlog } from './stored-post.ts';

/** Where a job is read and written. */
export interface JobHandle {
  /** The job's id; absent until a caller can know it. */
  readonly blogId: string | undefined;
  /** The job as it is now; absent if there is none. @throws BlogFailure */
  read(): Promise<Versioned<Job> | undefined>;
  /** Changes the job. @returns absent if another writer was faster @throws BlogFailure */
  write(job: Job, previous: Versioned<Job> | undefined): Promise<Versioned<Job> | undefined>;
}

/** The job that is stored under an id. */
export function storedJob(blogId: string, access: RecordAccess): JobHandle {
  const record = openJob(blogId, access);
  return {
    blogId,
    read: record.read,
    async write(job, previous) {
      const { written, now } = await record.write(job, previous);
      return written ? now : undefined;
    },
  };
}

/** A job in memory. It is stored once it is queued, under an id of that moment. */
export function createJobInMemory(access: RecordAccess & PostReading): JobHandle {
  let stored: JobHandle | undefined;
  return {
    get blogId() {
      return stored?.blogId;
    },
    read: async () => stored?.read(),
    async write(job, previous) {
      if (stored !== undefined) return stored.write(job, previous);
      if (job.status !== 'queued') return { value: job, etag: 'in memory' };
      let blogId = makeBlogId(access.clock.now(), job.request.blogTopic);
      for (;;) {
        blogId = await findFreeId(blogId, access);
        const handle = storedJob(blogId, access);
        const created = await handle.write({ ...job, blog_id: blogId, object_id: blogId }, undefined);
        if (created !== undefined) {
          stored = handle;
          return created;
        }
        blogId = laterBlogId(blogId);
      }
    },
  };
}

/** The first id, from this one on, without a post. @throws BlogFailure */
export async function findFreeId(from: string, reading: PostReading): Promise<string> {
  let blogId = from;
  while ((await readStoredBlog(blogId, reading)) !== undefined) blogId = laterBlogId(blogId);
  return blogId;
}
