/** Supports strings, buffers and no body. Support for file streams would make Node load their module. */
export function calculateBodyLength(body: unknown): number {
  if (!body) return 0;
  if (typeof body === 'string') return Buffer.byteLength(body);
  const { byteLength, size } = body as { byteLength?: unknown; size?: unknown };
  if (typeof byteLength === 'number') return byteLength;
  if (typeof size === 'number') return size;
  throw new Error(`Body Length computation failed for ${String(body)}`);
}
