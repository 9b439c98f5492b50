/** The S3 prefix of the posts. */
export const blogPrefix = 'blog_output/';
const objectSuffix = '.txt';

/** Maximum length of a topic in a blog id, in bytes of UTF-8. S3's limit for the whole key is 1,024. */
const topicSlugMaxBytes = 120;

// The time, `_`, and a topic of letters, marks and digits with single hyphens between them.
const blogIdGrammar = /^\d{8}T\d{9}Z_[\p{L}\p{M}\p{N}]+(?:-[\p{L}\p{M}\p{N}]+)*$/u;

const byteLength = (text: string): number => new TextEncoder().encode(text).length;

/** UTC as `YYYYMMDDTHHMMSSmmmZ`. @param epochMs milliseconds since 1970 */
export function formatBlogTime(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/[-:.]/g, '');
}

/**
 * The topic as part of a blog id: each run of characters other than letters, marks and digits (of any script) becomes
 * `-`; at most 120 bytes of UTF-8, cut between characters; `untitled` if nothing remains.
 */
export function topicSlug(topic: string): string {
  // Compiling the Unicode classes takes more than a millisecond of a cold start; ASCII does not need them.
  const others = /^[\x00-\x7f]*$/.test(topic) ? /[^A-Za-z0-9]+/g : /[^\p{L}\p{M}\p{N}]+/gu;
  const slug = trimHyphens(topic.normalize('NFC').replace(others, '-'));
  return trimHyphens(cutToBytes(slug, topicSlugMaxBytes)) || 'untitled';
}

/** `<time>_<topic>`: the name of the post's object without prefix and `.txt`. */
export function makeBlogId(epochMs: number, topic: string): string {
  return `${formatBlogTime(epochMs)}_${topicSlug(topic)}`;
}

/** The id of the same topic one millisecond later. @param blogId a result of `makeBlogId` */
export function laterBlogId(blogId: string): string {
  const iso = blogId.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\d)(\d{3}Z)_.*$/s, '$1-$2-$3:$4:$5.$6');
  return `${formatBlogTime(Date.parse(iso) + 1)}${blogId.slice(blogId.indexOf('_'))}`;
}

/** Whether untrusted text is a valid blog id. Only valid ids become part of an S3 key. */
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
  // Created only here, because few topics are this long and the first use of `Intl` takes about 8 ms of a cold start.
  const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
  const whole = fittingPrefix(
    [...graphemes.segment(text)].map(({ segment }) => segment),
    maxBytes,
  );
  // One base letter with dozens of marks can exceed the limit; then it is cut between code points.
  return whole === '' ? fittingPrefix([...text], maxBytes) : whole;
}

function fittingPrefix(pieces: readonly string[], maxBytes: number): string {
  let kept = '';
  let bytes = 0;
  for (const piece of pieces) {
    bytes += byteLength(piece);
    if (bytes > maxBytes) break;
    kept += piece;
  }
  return kept;
}
