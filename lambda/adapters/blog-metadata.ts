import type { Blog } from '../core/blog.ts';

/** User metadata of a post's object: ASCII values, below S3's 2 KB in all. */
export type BlogMetadata = Record<string, string>;

/** Everything of the answer that the text itself does not tell, so that it can be rebuilt from the object. */
export function toMetadata(blog: Blog, requestId: string): BlogMetadata {
  return {
    // 200 characters of 4 bytes are 1,068 of base64: the largest part.
    'blog-topic': Buffer.from(blog.blogTopic, 'utf8').toString('base64url'),
    'request-id': toAscii(requestId, 128),
    'model-id': toAscii(blog.modelId, 256),
    'model-calls': String(blog.modelCalls),
    'stop-reason': toAscii(blog.stopReason, 64),
    truncated: String(blog.truncated),
    ...(blog.promptTokenCount === undefined ? {} : { 'prompt-token-count': String(blog.promptTokenCount) }),
    ...(blog.generationTokenCount === undefined
      ? {}
      : { 'generation-token-count': String(blog.generationTokenCount) }),
  };
}

/** A header value takes printable ASCII only; what is none is percent-encoded. */
function toAscii(text: string, maxLength: number): string {
  return text
    .replace(/[^\x21-\x7e]/gu, (character) => encodeURIComponent(character.toWellFormed()))
    .slice(0, maxLength);
}
