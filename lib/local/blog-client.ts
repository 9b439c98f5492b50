import { setTimeout as sleep } from 'node:timers/promises';

/** A request to `POST /blog`. */
export interface BlogOrder {
  /** The request's fields, as JSON takes them. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** `Prefer: respond-async` */
  readonly respondAsync?: boolean;
  readonly idempotencyKey?: string;
}

/** On the same machine it can poll more often than `Retry-After` asks for. */
const pollMs = 500;

/**
 * Sends `POST /blog`. If the answer is 202, polls until the post is there or has failed.
 *
 * @param serviceUrl `http://127.0.0.1:<port>`
 * @param options.onPromise called once if the post is promised, with its path
 * @param options.signal ends the polling
 * @returns the final answer, the post or why there is none, and what was answered: `POST /blog` or `GET <path>`
 * @throws the signal's reason if it aborts
 */
export async function orderBlog(
  serviceUrl: string,
  order: BlogOrder,
  { onPromise, signal }: { onPromise?: (path: string) => void; signal?: AbortSignal } = {},
): Promise<{ readonly request: string; readonly response: Response }> {
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
  if (response.status !== 202 || path === null) return { request: 'POST /blog', response };
  onPromise?.(path);
  while (response.status === 202) {
    await response.body?.cancel();
    // Not the AbortError, which does not say why.
    await sleep(pollMs, undefined, signal && { signal }).catch(() => {});
    signal?.throwIfAborted();
    response = await fetch(new URL(path, serviceUrl), { headers: { accept: 'application/json' } });
  }
  return { request: `GET ${path}`, response };
}
