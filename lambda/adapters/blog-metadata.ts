import type { Blog } from '../core/post/blog.ts';
import type { StoredBlog } from '../core/post/blog-store.ts';

/** User metadata of a post's object: ASCII values, below S3's 2 KB in all. */
export type BlogMetadata = Record<string, string>;

/** Everything of the answer that the text itself does not tell, so that it can be rebuilt from the object. */
export function toMetadata(blog: Blog, requestId: string): BlogMetadata {
  return {
    // 200 characters of 4 bytes are 1,068 of base64: the largest part.
    'blog-topic': toBase64(blog.blogTopic),
    'request-id': toAscii(requestId, 128),
    'model-id': toAscii(blog.modelId, 256),
    'model-calls': String(blog.modelCalls),
    'stop-reason': toAscii(blog.stopReason, 64),
    truncated: String(blog.truncated),
    ...(blog.promptTokenCount === undefined ? {} : { 'prompt-token-count': String(blog.promptTokenCount) }),
    ...(blog.generationTokenCount === undefined
      ? {}
      : { 'generation-token-count': String(blog.generationTokenCount) }),
    // Up to 64 characters, of 3 bytes at the most: 256 of base64.
    ...(blog.leakedToken === undefined ? {} : { 'leaked-token': toBase64(blog.leakedToken) }),
    ...(blog.guardrail === undefined ? {} : { guardrail: blog.guardrail }),
  };
}

/**
 * The post in an object. One that was not written by this service (put there by hand, or before metadata was
 * kept) is read as far as it tells.
 *
 * @param objectId stands in for a topic that is not known
 */
export function readMetadata(metadata: BlogMetadata, text: string, objectId: string): StoredBlog {
  const topic = metadata['blog-topic'];
  const leakedToken = metadata['leaked-token'];
  const count = (name: string): number | undefined => {
    const value = Number(metadata[name] ?? Number.NaN);
    return Number.isSafeInteger(value) ? value : undefined;
  };
  const promptTokenCount = count('prompt-token-count');
  const generationTokenCount = count('generation-token-count');
  return {
    requestId: metadata['request-id'] ?? '',
    blog: {
      blogTopic: topic === undefined ? objectId.slice(objectId.indexOf('_') + 1) : fromBase64(topic),
      text,
      stopReason: metadata['stop-reason'] ?? 'unknown',
      truncated: metadata.truncated === 'true',
      modelId: metadata['model-id'] ?? 'unknown',
      modelCalls: count('model-calls') ?? 1,
      ...(promptTokenCount === undefined ? {} : { promptTokenCount }),
      ...(generationTokenCount === undefined ? {} : { generationTokenCount }),
      ...(leakedToken === undefined ? {} : { leakedToken: fromBase64(leakedToken) }),
      ...(metadata.guardrail === 'masked' && { guardrail: 'masked' as const }),
    },
  };
}

function toBase64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url');
}

function fromBase64(value: string): string {
  return Buffer.from(value, 'base64url').toString('utf8');
}

/** A header value takes printable ASCII only; what is none is percent-encoded. */
function toAscii(text: string, maxLength: number): string {
  return text
    .replace(/[^\x21-\x7e]/gu, (character) => encodeURIComponent(character.toWellFormed()))
    .slice(0, maxLength);
}
