import type { StoredBlog } from '../../../../lambda/core/post/blog-store.ts';
import { foreignPost } from './world-answers.ts';

export const blogId = '20261122T160527123Z_What-is-Diffusion-Model-and-GANs';
export const otherName = '20261122T160530183Z_What-is-Diffusion-Model-and-GANs';
const blogTopic = 'What is Diffusion Model and GANs';

/** The record of the key `k`. */
export const keyRecord = {
  v: 1,
  blog_id: blogId,
  job_id: 'post-1',
  fingerprint: 'f',
  expires_at: 1795449927133,
  nonce: 'before-2',
};

const job = {
  v: 1,
  blog_id: blogId,
  job_id: 'post-1',
  request: {
    blogTopic,
    wordCount: 300,
    style: 'formal',
    tone: 'warm',
    maxGenLen: 600,
    temperature: 0.2,
    topP: 0.8,
    given: ['temperature', 'top_p'],
  },
  model_calls: 1,
  object_id: blogId,
  fails_at: 1795363619123,
  expires_at: 1795449927153,
  nonce: 'before-8',
};
const post: StoredBlog = {
  blog: { blogTopic, modelId: 'm', modelCalls: 1, text: 'Post 1', stopReason: 'stop', truncated: false },
  requestId: 'post-1',
};

interface Bucket {
  /** When it was so, in milliseconds since 1970. */
  at: number;
  /** The record of the job. */
  job: Record<string, unknown>;
  /** Default: none. */
  objects?: Record<string, StoredBlog>;
}

/** Buckets as the version before the first with `held_at` left them, with every field that a record could have. */
export const written = {
  queued: {
    at: 1795363528123,
    job: { ...job, status: 'queued', model_calls: 0, fails_at: 1795368027153, queued_at: 1795363527153 },
  },
  running: {
    at: 1795363528123,
    job: { ...job, status: 'running', holder: { id: 'post-1', lease_until: 1795363559123 } },
  },
  released: { at: 1795363539123, job: { ...job, status: 'running' } },
  'handed over': {
    at: 1795363554123,
    job: {
      ...job,
      status: 'queued',
      model_calls: 2,
      uses_fallback: true,
      fails_at: 1795368049933,
      queued_at: 1795363549933,
    },
  },
  done: { at: 1795363554123, job: { ...job, status: 'done' }, objects: { [blogId]: post } },
  failed: { at: 1795363554123, job: { ...job, status: 'failed', failure: 'service-misconfigured' } },
  renamed: {
    at: 1795363554123,
    job: { ...job, status: 'done', object_id: otherName },
    objects: { [blogId]: foreignPost, [otherName]: post },
  },
} satisfies Record<string, Bucket>;

export type State = keyof typeof written;
/** The bucket of a state. */
export const bucketOf = (state: State): Bucket => written[state];
