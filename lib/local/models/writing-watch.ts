import { topicSlug } from '../../../lambda/core/post/blog-id.ts';
import type { LocalFunction } from '../lambda/lambda-function.ts';
import type { FailureRecord } from '../lambda/lambda-invoke-events.ts';

/** A post that is being written. */
interface Writing {
  readonly startedAt: number;
  /** The topic as it stands in a blog id; undefined where the request has none. */
  readonly slug?: string | undefined;
}

/** Watches the functions at work, so that a person can be told of it. */
export interface WritingWatch {
  /** `post-blog`, watched. */
  poster(fn: LocalFunction): LocalFunction;
  /** `write-blog`, watched. */
  worker(fn: LocalFunction): LocalFunction;
  /** Told of a job that is not tried again. */
  givenUp(record: FailureRecord): void;
  /** When each of the posts was begun that are being written, in milliseconds since 1970. */
  startTimes(): readonly number[];
}

/**
 * A request that handed its post over waits for the worker, and the two are one post. Nothing in the worker's event
 * says whose request it was but the blog id, so they are brought together by the topic in it.
 */
export function watchWriting(now: () => number = Date.now): WritingWatch {
  const requests = new Set<Writing>();
  const handedOver = new Set<Writing>();
  const jobs = new Map<string, Writing>();

  const takeUp = (event: unknown): Writing => {
    const slug = slugOfJob(event);
    const request = [...requests].find((one) => !handedOver.has(one) && one.slug === slug);
    if (request !== undefined) handedOver.add(request);
    return { startedAt: request?.startedAt ?? now() };
  };

  return {
    poster: (fn) => ({
      ...fn,
      async invoke(event, awsRequestId) {
        const request: Writing = { startedAt: now(), slug: slugOfRequest(event) };
        requests.add(request);
        try {
          return await fn.invoke(event, awsRequestId);
        } finally {
          requests.delete(request);
          handedOver.delete(request);
        }
      },
    }),
    worker: (fn) => ({
      ...fn,
      async invoke(event, awsRequestId = '') {
        // Lambda tries a failed job again under the same id.
        if (!jobs.has(awsRequestId)) jobs.set(awsRequestId, takeUp(event));
        const result = await fn.invoke(event, awsRequestId);
        jobs.delete(awsRequestId);
        return result;
      },
    }),
    givenUp({ requestContext }) {
      jobs.delete(requestContext.requestId);
    },
    startTimes: () =>
      [...requests, ...jobs.values()]
        .filter((writing) => !handedOver.has(writing))
        .map(({ startedAt }) => startedAt),
  };
}

/** An event of API Gateway holds whatever the client sent. */
function slugOfRequest(event: unknown): string | undefined {
  const { body = '', isBase64Encoded } = event as { body?: string; isBase64Encoded?: boolean };
  try {
    const topic: unknown = JSON.parse(
      Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString(),
    ).blog_topic;
    return typeof topic === 'string' ? topicSlug(topic) : undefined;
  } catch {
    return undefined;
  }
}

function slugOfJob(event: unknown): string | undefined {
  const { blog_id: blogId } = event as { blog_id?: string };
  return blogId?.slice(blogId.indexOf('_') + 1);
}
