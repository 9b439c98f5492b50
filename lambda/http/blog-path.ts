import { isBlogId } from '../core/post/blog-id.ts';
import type { HttpEvent } from './http-event.ts';

/** `…/blog` and `…/blog/<blog_id>`: a custom domain's mapping key, or a stage with a name, stands before the route. */
const routePath = /^(.*)\/blog(?:\/([^/]*))?$/s;

/** What a prefix may be made of: segments of the characters that a mapping key or a stage's name may have. */
const plainPrefix = /^(?:\/[\w.~!$'()*+-]+)+$/;

/**
 * What stands before `/blog` in the path that the caller used, `/prod-v1` for one: addresses that are answered
 * keep it. Empty where nothing does, or what does could lead elsewhere, as `//example.com` would.
 *
 * @see https://github.com/aws-powertools/powertools-lambda/issues/34
 */
export function pathPrefix({ rawPath }: Pick<HttpEvent, 'rawPath'>): string {
  const prefix = routePath.exec(rawPath)?.[1] ?? '';
  return plainPrefix.test(prefix) ? prefix : '';
}

/** As `pathPrefix`, where the path is that of the page to write on. */
export function pagePrefix({ rawPath }: Pick<HttpEvent, 'rawPath'>): string {
  return pathPrefix({ rawPath: `${rawPath.replace(/\/$/, '')}/blog` });
}

/** The blog id that a path asks for; `undefined` where it asks for none. The gateway has decoded both places. */
export function readBlogId({ rawPath, pathParameters }: Pick<HttpEvent, 'rawPath' | 'pathParameters'>) {
  const candidates = [pathParameters.blog_id, routePath.exec(rawPath)?.[2]];
  return candidates.find((given): given is string => typeof given === 'string' && isBlogId(given));
}

/** The path of a post, percent-encoded ASCII as a header must be. */
export function blogLocation(blogId: string, prefix: string): string {
  return `${prefix}/blog/${encodeURIComponent(blogId)}`;
}
