/** Where the posts live in the bucket. */
export const blogPrefix = 'blog_output/';
const objectSuffix = '.txt';

/** The most bytes of UTF-8 a topic may take in a blog id; with time and prefix a key stays far below 1,024. */
const topicSlugMaxBytes = 120;

// The time, `_`, and a topic of letters, marks, digits and single hyphens between them.
const blogIdGrammar = /^\d{8}T\d{9}Z_[\p{L}\p{M}\p{N}]+(?:-[\p{L}\p{M}\p{N}]+)*$/u;

const byteLength = (text: string): number => new TextEncoder().encode(text).length;

/** UTC as `YYYYMMDDTHHMMSSmmmZ`. @param epochMs milliseconds since 1970 */
export function formatBlogTime(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/[-:.]/g, '');
}

/**
 * The topic as it stands in a blog id: each run of characters that are not letters, marks or digits (of any
 * script) becomes `-`; at most 120 bytes of UTF-8, cut between characters; `untitled` where nothing remains.
 */
export function topicSlug(topic: string): string {
  // To compile the classes of Unicode takes a cold start more than a millisecond; ASCII needs none of them.
  const others = /^[\x00-\x7f]*$/.test(topic) ? /[^A-Za-z0-9]+/g : /[^\p{L}\p{M}\p{N}]+/gu;
  const slug = trimHyphens(topic.normalize('NFC').replace(others, '-'));
  return trimHyphens(cutToBytes(slug, topicSlugMaxBytes)) || 'untitled';
}

/** `<time>_<topic>`: the name of the post's object without prefix and `.txt`. */
export function makeBlogId(epochMs: number, topic: string): string {
  return `${formatBlogTime(epochMs)}_${topicSlug(topic)}`;
}

/** The id of the same topic one millisecond later. @param blogId as `makeBlogId` makes it */
export function laterBlogId(blogId: string): string {
  const iso = blogId.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\d)(\d{3}Z)_.*$/s, '$1-$2-$3:$4:$5.$6');
  return `${formatBlogTime(Date.parse(iso) + 1)}${blogId.slice(blogId.indexOf('_'))}`;
}

/** Whether a text from outside may be a blog id. What is none can never become part of an S3 key. */
export function isBlogId(text: string): boolean {
  if (text.length > 256 || !blogIdGrammar.test(text)) return false;
  return byteLength(text.slice(text.indexOf('_') + 1)) <= topicSlugMaxBytes;
}

/** The S3 key of a post. */
export function blogKey(blogId: string): string {
  return `${blogPrefix}${blogId}${objectSuffix}`;
}

function trimHyphens(text: string): string {
  return text.replace(/^-+|-+$/g, '');
}

function cutToBytes(text: string, maxBytes: number): string {
  if (byteLength(text) <= maxBytes) return text;
  // Made here, where few topics come to: the first use of `Intl` costs a cold start about 8 ms.
  const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
  const whole = takeWhileFits(
    [...graphemes.segment(text)].map(({ segment }) => segment),
    maxBytes,
  );
  // One base letter under dozens of marks can exceed the limit by itself; then it is cut between code points.
  return whole === '' ? takeWhileFits([...text], maxBytes) : whole;
}

function takeWhileFits(pieces: readonly string[], maxBytes: number): string {
  let kept = '';
  let bytes = 0;
  for (const piece of pieces) {
    bytes += byteLength(piece);
    if (bytes > maxBytes) break;
    kept += piece;
  }
  return kept;
}
