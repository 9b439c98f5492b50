import { once } from 'node:events';
import { createServer, type IncomingMessage, Server, type ServerResponse } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A server that listens on 127.0.0.1 and nowhere else. */
export interface LoopbackServer {
  readonly port: number;
  /** `http://127.0.0.1:<port>`, or `https://…`, without a trailing slash, for the SDK's `AWS_ENDPOINT_URL_…` variables. */
  readonly url: string;
  /** Stops listening and closes every connection, including idle and hung ones. */
  close(): Promise<void>;
}

// Longer than any SDK client keeps an idle connection, so that the server never closes one during a request.
export const keepAliveTimeoutMs = 120_000;

/**
 * Serves `handle` on 127.0.0.1.
 *
 * @param handle must answer or destroy every request; if it throws, the connection is closed
 * @param port 0: any free port
 * @param options.answersHalfClosed whether a client that ended its side of the connection still waits for its answer, as
 * HTTP has it (`nc -N`, `socket.end()`). Without it, a response is closed when its client goes. @default false, as Node
 * @throws Error with `code: 'EADDRINUSE'` if the port is in use
 */
export async function listenOnLoopback(
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  port = 0,
  { answersHalfClosed = false }: { answersHalfClosed?: boolean } = {},
): Promise<LoopbackServer> {
  const server = createServer({ keepAliveTimeout: keepAliveTimeoutMs }, (request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  // An undocumented property of Node.
  Object.assign(server, { httpAllowHalfOpen: answersHalfClosed });
  return listen(server, port);
}

/** Makes an HTTP server listen on 127.0.0.1, and nowhere else. @throws Error as {@link listenOnLoopback} */
export async function listen(server: Server | TlsServer, port = 0): Promise<LoopbackServer> {
  await once(server.listen(port, '127.0.0.1'), 'listening');
  const { port: boundPort } = server.address() as AddressInfo;
  return {
    port: boundPort,
    url: `${server instanceof Server ? 'http' : 'https'}://127.0.0.1:${boundPort}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
