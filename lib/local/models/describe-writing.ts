import { formatElapsed } from '../../command/progress-line.ts';
import { worthTellingMs } from '../../command/status-line.ts';

/**
 * What `npm start` says while it writes; nothing where that is over soon.
 *
 * @param startTimes when each of the posts was begun, in milliseconds since 1970
 */
export function describeWriting(startTimes: readonly number[], now: number): string | undefined {
  const longestMs = now - Math.min(now, ...startTimes);
  if (longestMs < worthTellingMs) return undefined;
  const elapsed = formatElapsed(longestMs);
  return startTimes.length === 1
    ? `1 post is being written: ${elapsed}`
    : `${startTimes.length} posts are being written, the first of them for ${elapsed}`;
}
