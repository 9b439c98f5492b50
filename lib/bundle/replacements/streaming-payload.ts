import { Readable } from 'node:stream';

/** Without the global `ReadableStream`, which Node would load for the question alone. */
export const isStreamingPayload = (request: { body?: unknown } | undefined): boolean =>
  request?.body instanceof Readable;
