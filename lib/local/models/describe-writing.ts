import { countWords } from '../../../lambda/core/post/word-count.ts';
import { printableLine } from '../../command/printable.ts';
import { formatElapsed } from '../../command/progress-line.ts';
import { showAfterMs } from '../../command/status-line.ts';
import type { WritingProgress } from './writer.ts';

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
