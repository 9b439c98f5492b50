import { topicSlug } from '../../../lambda/core/post/blog-id.ts';
import { countWords } from '../../../lambda/core/post/word-count.ts';
import { parseObject } from '../../command/json-object.ts';
import { printableLine } from '../../command/printable.ts';
import { formatElapsed } from '../../command/progress-line.ts';
import { showAfterMs } from '../../command/status-line.ts';
import type { LocalFunction } from '../lambda/lambda-function.ts';
import type { PendingEvent } from '../lambda/lambda-invoke-events.ts';
import type { WritingProgress } from './writer.ts';

/** Watches the requests for posts that are under way. @param fn `post-blog` */
export function watchWriting(fn: LocalFunction, now: () => number = Date.now) {
  const requests = new Set<{ readonly startedAt: number; readonly slug: string | undefined }>();
  const watched: LocalFunction = {
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
  };
  return {
    fn: watched,
    /**
     * When each of the posts was begun that are being written, in milliseconds since 1970.
     *
     * @param jobs the events of the worker
     */
    startTimes(jobs: readonly PendingEvent[]): readonly number[] {
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

/**
 * What `npm start` says while it writes; nothing where that is over soon.
 *
 * @param startTimes when each of the posts was begun, in milliseconds since 1970
 * @param progress how far they are, as {@link describeProgress} says it
 */
export function describeWriting(
  startTimes: readonly number[],
  now: number,
  progress?: string | undefined,
): string | undefined {
  const longestMs = now - Math.min(now, ...startTimes);
  if (longestMs < showAfterMs) return undefined;
  const elapsed = formatElapsed(longestMs);
  const writing =
    startTimes.length === 1
      ? `1 post is being written: ${elapsed}`
      : `${startTimes.length} posts are being written, the first of them for ${elapsed}`;
  return progress === undefined ? writing : `${writing}, ${progress}`;
}

/** How far texts are: their words together, or else what keeps the first of them waiting. */
export function describeProgress(texts: readonly WritingProgress[]): string | undefined {
  if (texts.length === 0) return undefined;
  const words = texts.reduce((sum, { text }) => sum + countWords(text), 0);
  if (words > 0) return `${words} ${words === 1 ? 'word' : 'words'} so far`;
  const waitingFor = texts.find((one) => one.waitingFor !== undefined)?.waitingFor;
  return waitingFor === undefined
    ? undefined
    : `waiting for the model server (${printableLine(waitingFor, 80)})`;
}
