import { BlogFailure, RequestError } from './errors.ts';
import type { Log } from './log.ts';
import type { SavedBlog } from './saved-blog.ts';

/** What is logged of a saved post: never its text nor its topic. */
export function logSaved(log: Log, { blogId, blog }: SavedBlog, fields: Record<string, unknown>): void {
  log.info('Post saved', {
    ...fields,
    blog_time: blogTime(blogId),
    model_id: blog.modelId,
    model_calls: blog.modelCalls,
    stop_reason: blog.stopReason,
    truncated: blog.truncated,
    leaked_token: blog.leakedToken,
    prompt_token_count: blog.promptTokenCount,
    generation_token_count: blog.generationTokenCount,
  });
}

/** What is logged of an error: the cause and what to do, at the level it asks for. */
export function logFailure(log: Log, error: unknown, fields: Record<string, unknown>): void {
  if (error instanceof RequestError) {
    // The message quotes what the caller sent: not for the log.
    log.info('Request refused', {
      ...fields,
      fault: error.fault,
      fields: error.errors.map(({ field }) => field),
    });
  } else if (error instanceof BlogFailure && error.recorded) {
    log.info('Recorded failure told', { ...fields, kind: error.kind });
  } else if (error instanceof BlogFailure) {
    log.error(error.message, { ...fields, kind: error.kind, hint: error.hint, error: error.cause });
  } else {
    log.error('Unexpected error', { ...fields, kind: 'internal-error', error });
  }
}

/** The part of a blog id that does not tell the topic. */
export function blogTime(blogId: string): string {
  return blogId.slice(0, blogId.indexOf('_'));
}
