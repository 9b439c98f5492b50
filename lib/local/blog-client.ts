import { setTimeout as sleep } from 'node:timers/promises';

/** What a client sends to `POST /blog`. */
export interface BlogOrder {
  /** The request's fields, as JSON takes them. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** `Prefer: respond-async` */
  readonly respondAsync?: boolean;
  readonly idempotencyKey?: string;
}

/** The final answer: the post, or why there is none. */
export interface BlogAnswer {
  /** What was answered, such as `POST /blog`. */
  readonly request: string;
  readonly status: number;
  /** Whether it is a success. */
  readonly ok: boolean;
  readonly text: string;
}

export interface OrderBlogOptions {
  /** Called once if the post is promised, with the path where it will be. */
  readonly onPromise?: (path: string) => void;
  /** Ends the polling. */
  readonly signal?: AbortSignal;
}

/** On the same machine there is no reason to poll less often than this. */
const longestWaitMs = 1_000;

/**
 * Sends `POST /blog`. If the answer is 202, polls until the post is there or has failed.
 *
 * @param serviceUrl `http://127.0.0.1:<port>`
 * @throws the signal's reason if it aborts
 */
export async function orderBlog(
  serviceUrl: string,
  order: BlogOrder,
  { onPromise, signal }: OrderBlogOptions = {},
): Promise<BlogAnswer> {
  let response = await fetch(`${serviceUrl}/blog`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(order.respondAsync && { prefer: 'respond-async' }),
      ...(order.idempotencyKey !== undefined && { 'idempotency-key': order.idempotencyKey }),
    },
    body: JSON.stringify(order.fields),
  });
  const path = response.headers.get('location');
  if (response.status !== 202 || path === null) return readAnswer('POST /blog', response);
  onPromise?.(path);
  while (response.status === 202) {
    await response.body?.cancel();
    // Not the AbortError, which does not say why.
    await sleep(waitMs(response), undefined, signal && { signal }).catch(() => {});
    signal?.throwIfAborted();
    response = await fetch(new URL(path, serviceUrl), { headers: { accept: 'application/json' } });
  }
  return readAnswer(`GET ${path}`, response);
}

/** `Retry-After`, within `longestWaitMs`. */
function waitMs(response: Response): number {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds * 1_000, longestWaitMs) : longestWaitMs;
}

async function readAnswer(request: string, response: Response): Promise<BlogAnswer> {
  return { request, status: response.status, ok: response.ok, text: await response.text() };
}
