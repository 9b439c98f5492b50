import { isBlogId } from '../core/post/blog-id.ts';
import type { HttpEvent } from './http-event.ts';

/** `…/blog` and `…/blog/<blog_id>`, after a custom domain's mapping key or the name of a stage. */
const routePath = /^(.*)\/blog(?:\/([^/]*))?$/s;

/** Segments of the characters that a mapping key or a stage's name may have. */
const plainPrefix = /^(?:\/[\w.~!$'()*+-]+)+$/;

/**
 * What comes before `/blog` in the caller's path, such as `/prod-v1`. The locations in answers begin with it. Empty if
 * there is nothing, or if it could lead to another host, as `//example.com` would.
 *
 * @see https://github.com/aws-powertools/powertools-lambda/issues/34
 */
export function pathPrefix({ rawPath }: Pick<HttpEvent, 'rawPath'>): string {
  const prefix = routePath.exec(rawPath)?.[1] ?? '';
  return plainPrefix.test(prefix) ? prefix : '';
}

/** As `pathPrefix`, for the path of the page to write on. */
export function pagePrefix({ rawPath }: Pick<HttpEvent, 'rawPath'>): string {
  return pathPrefix({ rawPath: `${rawPath.replace(/\/$/, '')}/blog` });
}

/** The blog id in a path, if there is one. The gateway has decoded the path and its parameters. */
export function readBlogId({ rawPath, pathParameters }: Pick<HttpEvent, 'rawPath' | 'pathParameters'>) {
  const candidates = [pathParameters.blog_id, routePath.exec(rawPath)?.[2]];
  return candidates.find((id): id is string => typeof id === 'string' && isBlogId(id));
}

/** The path of a post, percent-encoded for use in a header. */
export function blogLocation(blogId: string, prefix: string): string {
  return `${prefix}/blog/${encodeURIComponent(blogId)}`;
}
