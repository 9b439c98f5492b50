/** By the names alone: to mention the globals `ReadableStream` and `Blob` makes Node load them. */
export const isReadableStream = (stream: object | undefined): boolean =>
  stream?.constructor?.name === 'ReadableStream';
export const isBlob = (blob: object | undefined): boolean => blob?.constructor?.name === 'Blob';
