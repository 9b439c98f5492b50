import { trimmed } from './trimmed.ts';

const reached = (): never => {
  throw trimmed("The SDK's handling of web streams");
};

/** In place of what handles web streams: bodies are texts, buffers and Node's own streams here. */
export const collectBlob = reached;
export const collectReadableStream = reached;
export const createChecksumStream = reached;
export const getAwsChunkedEncodingStream = reached;
export const sdkStreamMixin = reached;
