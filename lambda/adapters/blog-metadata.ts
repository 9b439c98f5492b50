import type { Blog } from '../core/post/blog.ts';
import type { StoredBlog } from '../core/post/blog-store.ts';

/** User metadata of a post's object: ASCII values, within S3's total limit of 2 KB. */
export type BlogMetadata = Readonly<Record<string, string>>;

/** Everything in the answer except the text, so that the answer can be rebuilt from the object. */
export function toMetadata(blog: Blog, requestId: string): BlogMetadata {
  const metadata = {
    // The largest value: 200 characters of 4 bytes are 1,068 bytes of base64.
    'blog-topic': toBase64(blog.blogTopic),
    'request-id': toAscii(requestId, 128),
    'model-id': toAscii(blog.modelId, 256),
    'model-calls': String(blog.modelCalls),
    'stop-reason': toAscii(blog.stopReason, 64),
    truncated: String(blog.truncated),
    'prompt-token-count': blog.promptTokenCount?.toString(),
    'generation-token-count': blog.generationTokenCount?.toString(),
    // Up to 64 characters of at most 3 bytes are 256 bytes of base64.
    'leaked-token': blog.leakedToken && toBase64(blog.leakedToken),
    guardrail: blog.guardrail,
  };
  return Object.fromEntries(
    Object.entries(metadata).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/**
 * The post in an object. An object without metadata (created manually or by an early version) gets defaults.
 *
 * @param objectId replaces a missing topic
 */
export function readMetadata(metadata: BlogMetadata, text: string, objectId: string): StoredBlog {
  const topic = metadata['blog-topic'];
  const leakedToken = metadata['leaked-token'];
  const count = (name: string): number | undefined => {
    const value = Number(metadata[name] ?? Number.NaN);
    return Number.isSafeInteger(value) ? value : undefined;
  };
  return {
    requestId: metadata['request-id'] ?? '',
    blog: {
      blogTopic: topic === undefined ? objectId.slice(objectId.indexOf('_') + 1) : fromBase64(topic),
      text,
      stopReason: metadata['stop-reason'] ?? 'unknown',
      truncated: metadata.truncated === 'true',
      modelId: metadata['model-id'] ?? 'unknown',
      modelCalls: count('model-calls') ?? 1,
      promptTokenCount: count('prompt-token-count'),
      generationTokenCount: count('generation-token-count'),
      leakedToken: leakedToken && fromBase64(leakedToken),
      guardrail: metadata.guardrail === 'masked' ? 'masked' : undefined,
    },
  };
}

function toBase64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url');
}

function fromBase64(value: string): string {
  return Buffer.from(value, 'base64url').toString('utf8');
}

/** Percent-encodes all but printable ASCII, the only characters allowed in a header value. */
function toAscii(text: string, maxLength: number): string {
  return text
    .replace(/[^\x21-\x7e]/gu, (character) => encodeURIComponent(character.toWellFormed()))
    .slice(0, maxLength);
}
