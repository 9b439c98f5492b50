import { topicSlug } from '../../../lambda/core/post/blog-id.ts';
import { parseObject } from '../../command/json-object.ts';
import type { LocalFunction } from '../lambda/lambda-function.ts';
import type { PendingEvent } from '../lambda/lambda-invoke-events.ts';

/** The requests for posts that are under way. */
export interface WritingWatch {
  /** `post-blog`, watched. */
  readonly fn: LocalFunction;
  /**
   * When each of the posts was begun that are being written, in milliseconds since 1970.
   *
   * @param jobs the events of the worker
   */
  startTimes(jobs: readonly PendingEvent[]): readonly number[];
}

/** @param fn `post-blog` */
export function watchWriting(fn: LocalFunction, now: () => number = Date.now): WritingWatch {
  const requests = new Set<{ readonly startedAt: number; readonly slug: string | undefined }>();
  return {
    fn: {
      ...fn,
      async invoke(event, awsRequestId) {
        const request = { startedAt: now(), slug: slugOfRequest(event) };
        requests.add(request);
        try {
          return await fn.invoke(event, awsRequestId);
        } finally {
          requests.delete(request);
        }
      },
    },
    startTimes(jobs) {
      const others = [...requests];
      const times = jobs.map(({ payload, acceptedAt }) => {
        // A request that handed its post over waits for the worker, and the two are one post. Only the topic connects them.
        const slug = slugOfJob(payload);
        const at = others.findIndex((request) => request.slug === slug);
        const [request] = at === -1 ? [] : others.splice(at, 1);
        return request?.startedAt ?? acceptedAt;
      });
      return [...times, ...others.map(({ startedAt }) => startedAt)];
    },
  };
}

/** The topic as it stands in a blog id; undefined for a request without one: an event holds whatever the client sent. */
function slugOfRequest(event: unknown): string | undefined {
  const { body = '', isBase64Encoded } = event as { body?: string; isBase64Encoded?: boolean };
  const topic = parseObject(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString())?.blog_topic;
  return typeof topic === 'string' ? topicSlug(topic) : undefined;
}

function slugOfJob(payload: unknown): string | undefined {
  const { blog_id: blogId } = payload as { blog_id?: string };
  return blogId?.slice(blogId.indexOf('_') + 1);
}
