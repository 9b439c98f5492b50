import type { IncomingMessage } from 'node:http';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { orderBlog } from '../../../lib/local/blog-client.ts';
import { listenOnLoopback } from '../../../lib/local/loopback-server.ts';

// No test waits between two looks.
vi.mock(import('node:timers/promises'), async (original) => {
  const timers = await original();
  const atOnce: typeof timers.setTimeout = (_ms, ...others) => timers.setTimeout(0, ...others);
  return { ...timers, setTimeout: atOnce };
});

interface Reply {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** A service that gives these answers, one after the other; the last stays. */
async function startService(...replies: Reply[]) {
  const requests: Pick<IncomingMessage, 'method' | 'url' | 'headers'>[] = [];
  const server = await listenOnLoopback(async (request, response) => {
    request.resume();
    const { status, headers, body } = replies[Math.min(requests.length, replies.length - 1)] as Reply;
    requests.push(request);
    response.writeHead(status, headers).end(JSON.stringify(body ?? {}));
  });
  onTestFinished(() => server.close());
  return { url: server.url, requests };
}

const promised: Reply = { status: 202, headers: { location: '/blog/a%20b', 'retry-after': '60' } };

describe('ordering a post', () => {
  it('is one request where the post is there at once', async () => {
    const { url, requests } = await startService({ status: 200, body: { blog_id: 'x' } });
    const { request, response } = await orderBlog(url, { fields: { blog_topic: 'T' } });
    expect([request, response.status, await response.json()]).toEqual(['POST /blog', 200, { blog_id: 'x' }]);
    expect(requests).toHaveLength(1);
    expect(requests[0]?.headers).not.toHaveProperty('prefer');
    expect(requests[0]?.headers).not.toHaveProperty('idempotency-key');
  });

  it('says in the headers what was asked for', async () => {
    const { url, requests } = await startService({ status: 400 });
    await orderBlog(url, { fields: {}, respondAsync: true, idempotencyKey: 'k' });
    expect(requests[0]?.headers).toMatchObject({ prefer: 'respond-async', 'idempotency-key': 'k' });
  });

  it('asks at the promised address until the post is there', async () => {
    const { url, requests } = await startService(promised, promised, { status: 200, body: {} });
    const paths: string[] = [];
    const onPromise = (path: string) => paths.push(path);
    const { request, response } = await orderBlog(url, { fields: {} }, { onPromise });
    expect([request, response.status]).toEqual(['GET /blog/a%20b', 200]);
    expect(requests.map(({ method, url: path }) => `${method} ${path}`)).toEqual([
      'POST /blog',
      'GET /blog/a%20b',
      'GET /blog/a%20b',
    ]);
    expect(paths).toEqual(['/blog/a%20b']);
  });

  it('ends with the recorded problem where the post failed', async () => {
    const { url } = await startService(promised, { status: 502, body: { status: 502 } });
    expect((await orderBlog(url, { fields: {} })).response.status).toBe(502);
  });

  it('stops where the signal says so, with its reason', async () => {
    const { url } = await startService(promised);
    const stop = new AbortController();
    const waiting = orderBlog(
      url,
      { fields: {} },
      { signal: stop.signal, onPromise: () => queueMicrotask(() => stop.abort(new Error('enough'))) },
    );
    await expect(waiting).rejects.toThrow('enough');
  });
});
