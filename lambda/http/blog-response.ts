import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { PostOutcome, SavedBlog } from '../core/job/job-outcome.ts';
import { blogKey } from '../core/post/blog-id.ts';
import { countWords } from '../core/post/word-count.ts';
import { blogLocation } from './blog-path.ts';

/** Always with a status code: API Gateway makes a 200 of a result without one. */
export type HttpResult = APIGatewayProxyStructuredResultV2 & { statusCode: number };

/** Seconds until a look at a post that is being written makes sense. */
const retryAfterSeconds = 5;

/** The answer for a post or the promise of one. @param pathPrefix what stands before `/blog` in the caller's paths; default nothing */
export function toBlogResponse(outcome: PostOutcome, bucket: string, pathPrefix = ''): HttpResult {
  return outcome.kind === 'completed'
    ? toCompletedResponse(outcome.saved, bucket, pathPrefix)
    : toAcceptedResponse(outcome.blogId, bucket, pathPrefix);
}

/** The post as the file holds it. */
export function toTextResponse({ blogId, blog }: SavedBlog, pathPrefix = ''): HttpResult {
  return {
    statusCode: 200,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      location: blogLocation(blogId, pathPrefix),
    },
    body: blog.text,
  };
}

/** `statusCode` and `body` are what the first callers of this service read. */
function toCompletedResponse(
  { blogId, objectId, blog }: SavedBlog,
  bucket: string,
  pathPrefix: string,
): HttpResult {
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json', location: blogLocation(blogId, pathPrefix) },
    body: JSON.stringify({
      statusCode: 200,
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
    }),
  };
}

function toAcceptedResponse(blogId: string, bucket: string, pathPrefix: string): HttpResult {
  return {
    statusCode: 202,
    headers: {
      'content-type': 'application/json',
      location: blogLocation(blogId, pathPrefix),
      'retry-after': String(retryAfterSeconds),
    },
    body: JSON.stringify({
      statusCode: 202,
      body: 'Blog Generation is Accepted!',
      blog_id: blogId,
      s3_bucket: bucket,
      s3_key: blogKey(blogId),
    }),
  };
}
