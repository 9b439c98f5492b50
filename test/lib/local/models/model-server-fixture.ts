import type { IncomingMessage, ServerResponse } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { listenOnLoopback } from '../../../../lib/local/loopback-server.ts';

type Reply = { status?: number; json?: unknown; text?: string; type?: string };
export type Route =
  | Reply
  | ((body: unknown, message: IncomingMessage, response: ServerResponse) => Reply | 'handled');

/**
 * A model's server on a free port that answers `routes` (`'GET /api/tags'`) and 404 otherwise.
 *
 * @returns with it the requests so far, and the `authorization` of each
 */
export async function startModelServer(routes: Record<string, Route>) {
  const seen: { route: string; body: unknown }[] = [];
  const keys: (string | undefined)[] = [];
  const server = await listenOnLoopback(async (message, response) => {
    const text = await readText(message);
    const route = `${message.method} ${message.url}`;
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    seen.push({ route, body });
    keys.push(message.headers.authorization);
    const found = routes[route] ?? { status: 404, text: 'not found' };
    const reply = typeof found === 'function' ? found(body, message, response) : found;
    if (reply === 'handled') return;
    response.statusCode = reply.status ?? 200;
    response.setHeader('content-type', reply.type ?? 'application/json');
    response.end(reply.text ?? JSON.stringify(reply.json));
  });
  onTestFinished(() => server.close());
  return { ...server, baseUrl: new URL(`${server.url}/`), seen, keys };
}

/** An answer in pieces: server-sent events, or NDJSON. */
export function streamed(as: 'sse' | 'ndjson', objects: readonly object[]): Reply {
  const lines = objects.map((object) => JSON.stringify(object));
  return as === 'ndjson'
    ? { type: 'application/x-ndjson', text: lines.map((line) => `${line}\n`).join('') }
    : {
        type: 'text/event-stream; charset=utf-8',
        text: [...lines, '[DONE]'].map((line) => `data: ${line}\n\n`).join(''),
      };
}

/** An address where nobody listens. */
export async function deadUrl(): Promise<string> {
  const server = await listenOnLoopback(async () => {});
  await server.close();
  return server.url;
}
