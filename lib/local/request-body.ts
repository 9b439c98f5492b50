import type { IncomingMessage } from 'node:http';

/** The body is longer than the reader allows. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError';
  readonly maxBytes: number;

  constructor(maxBytes: number) {
    super(`The body is longer than ${maxBytes} bytes`);
    this.maxBytes = maxBytes;
  }
}

/**
 * Reads a request's or a response's body whole.
 *
 * @throws BodyTooLargeError past `maxBytes`
 * @throws Error with `code: 'ECONNRESET'` if the other side hangs up before the end of the body
 */
export async function readBody(message: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  // Past `maxBytes` the caller still wants to answer over this connection.
  for await (const part of message.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBytes) throw new BodyTooLargeError(maxBytes);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
