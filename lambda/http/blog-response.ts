import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { blogKey } from '../core/blog-id.ts';
import type { SavedBlog } from '../core/post-blog.ts';
import { countWords } from '../core/word-count.ts';

/** The path of a post, percent-encoded ASCII as a header must be. */
export function blogLocation(blogId: string): string {
  return `/blog/${encodeURIComponent(blogId)}`;
}

/** The answer for a post that is saved. `statusCode` and `body` are what the first callers of this service read. */
export function toBlogResponse(
  { blogId, blog }: SavedBlog,
  bucket: string,
): APIGatewayProxyStructuredResultV2 & { statusCode: number } {
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json', location: blogLocation(blogId) },
    body: JSON.stringify({
      statusCode: 200,
      body: 'Blog Generation is Completed!',
      blog_id: blogId,
      blog_topic: blog.blogTopic,
      s3_bucket: bucket,
      s3_key: blogKey(blogId),
      generated_blog: blog.text,
      word_count: countWords(blog.text),
      stop_reason: blog.stopReason,
      truncated: blog.truncated,
      model_id: blog.modelId,
      model_calls: blog.modelCalls,
      prompt_token_count: blog.promptTokenCount,
      generation_token_count: blog.generationTokenCount,
    }),
  };
}
