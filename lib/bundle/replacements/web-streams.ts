import { Readable } from 'node:stream';
import { leftOut } from './left-out.ts';

const reached = (): never => {
  throw leftOut("The SDK's handling of web streams");
};

/** Replaces the handling of web streams. Any reference to the global `ReadableStream` makes Node load them. */
export const collectBlob = reached;
export const collectReadableStream = reached;
export const createChecksumStream = reached;
export const getAwsChunkedEncodingStream = reached;
export const sdkStreamMixin = reached;
export const streamCollector = reached;

export const isReadableStream = (stream: object | undefined): boolean =>
  stream?.constructor?.name === 'ReadableStream';
export const isBlob = (blob: object | undefined): boolean => blob?.constructor?.name === 'Blob';
export const isStreamingPayload = (request: { body?: unknown } | undefined): boolean =>
  request?.body instanceof Readable;
