import { NodeHttpHandler } from '@smithy/node-http-handler';

const connectionTimeoutMs = 2_000;

/**
 * Creates a client's request handler: HTTP/1.1 with keep-alive.
 *
 * @param silenceMs milliseconds without data until the request is abandoned
 */
export function createRequestHandler(silenceMs: number): NodeHttpHandler {
  return new NodeHttpHandler({
    connectionTimeout: connectionTimeoutMs,
    requestTimeout: silenceMs,
    socketTimeout: silenceMs,
    throwOnRequestTimeout: true,
  });
}

/** For small responses: one that takes seconds is a fault, and the request is retried. */
export const createQuickHandler = (): NodeHttpHandler => createRequestHandler(3_000);
