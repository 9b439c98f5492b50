import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { PostOutcome, SavedBlog } from '../core/job/job-outcome.ts';
import { blogKey } from '../core/post/blog-id.ts';
import { countWords } from '../core/post/word-count.ts';
import { blogLocation } from './blog-path.ts';

/** A result with a status code. Without one, API Gateway answers 200. */
export type HttpResult = APIGatewayProxyStructuredResultV2 & { statusCode: number };

/** Seconds until the client should ask for a promised post. */
const retryAfterSeconds = 5;

/**
 * The answer for a post or the promise of one. The first callers of this service read `statusCode` and `body`.
 *
 * @param pathPrefix what comes before `/blog` in the caller's paths. Default: nothing
 */
export function toBlogResponse(outcome: PostOutcome, bucket: string, pathPrefix = ''): HttpResult {
  if (outcome.kind === 'accepted') {
    const { blogId } = outcome;
    const body = 'Blog Generation is Accepted!';
    const fields = { body, blog_id: blogId, s3_bucket: bucket, s3_key: blogKey(blogId) };
    const headers = { 'retry-after': String(retryAfterSeconds) };
    return jsonResponse(202, fields, blogLocation(blogId, pathPrefix), headers);
  }
  const { blogId, objectId, blog } = outcome.saved;
  const fields = {
    body: 'Blog Generation is Completed!',
    blog_id: blogId,
    blog_topic: blog.blogTopic,
    s3_bucket: bucket,
    s3_key: blogKey(objectId),
    generated_blog: blog.text,
    word_count: countWords(blog.text),
    stop_reason: blog.stopReason,
    truncated: blog.truncated,
    model_id: blog.modelId,
    model_calls: blog.modelCalls,
    prompt_token_count: blog.promptTokenCount,
    generation_token_count: blog.generationTokenCount,
    leaked_token: blog.leakedToken,
    guardrail: blog.guardrail,
  };
  return jsonResponse(200, fields, blogLocation(blogId, pathPrefix));
}

/** The post's text, as the file has it. @param pathPrefix as in `toBlogResponse` */
export function toTextResponse({ blogId, blog }: SavedBlog, pathPrefix = ''): HttpResult {
  const headers = { 'content-type': 'text/plain; charset=utf-8', location: blogLocation(blogId, pathPrefix) };
  return { statusCode: 200, headers, body: blog.text };
}

function jsonResponse(statusCode: number, fields: object, location: string, headers = {}): HttpResult {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', location, ...headers },
    body: JSON.stringify({ statusCode, ...fields }),
  };
}
