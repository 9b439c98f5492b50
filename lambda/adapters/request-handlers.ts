import { NodeHttpHandler } from '@smithy/node-http-handler';

const connectionTimeoutMs = 2_000;

/**
 * How a client sends its requests: over HTTP/1.1 connections that are kept and used again.
 *
 * @param silenceMs milliseconds without a byte of the answer until the request is given up
 */
export function createRequestHandler(silenceMs: number): NodeHttpHandler {
  return new NodeHttpHandler({
    connectionTimeout: connectionTimeoutMs,
    requestTimeout: silenceMs,
    socketTimeout: silenceMs,
    throwOnRequestTimeout: true,
  });
}

/** For small answers: one that takes seconds is a fault worth another try. */
export const createQuickHandler = (): NodeHttpHandler => createRequestHandler(3_000);
