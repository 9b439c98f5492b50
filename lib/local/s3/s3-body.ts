import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { crc32 } from 'node:zlib';
import { s3Error } from './s3-errors.ts';

/** The CRC32 of `content` as S3 writes it: base64 of four bytes, most significant first. */
export function crc32Base64(content: Uint8Array): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(content));
  return bytes.toString('base64');
}

/**
 * The object's content out of a PutObject body, its checksums verified: CRC32 (header or trailer), Content-MD5
 * and the payload's SHA-256. Other checksum algorithms are ignored.
 *
 * @param raw the body as received, Transfer-Encoding already undone
 * @throws S3Error MissingContentLength, IncompleteBody, InvalidDigest, BadDigest or XAmzContentSHA256Mismatch
 */
export function readContent(headers: IncomingHttpHeaders, raw: Buffer): Buffer {
  const chunked = isAwsChunked(headers);
  const declared = headers[chunked ? 'x-amz-decoded-content-length' : 'content-length'];
  if (declared === undefined) throw s3Error('MissingContentLength');
  const { content, trailers } = chunked ? decodeAwsChunked(raw) : { content: raw, trailers: {} };
  if (content.length !== Number(declared)) throw s3Error('IncompleteBody');
  assertDigest(headers['content-md5'], 16, () => createHash('md5').update(content).digest('base64'));
  assertDigest(trailers['x-amz-checksum-crc32'] ?? headers['x-amz-checksum-crc32'], 4, () =>
    crc32Base64(content),
  );
  const sha256 = headers['x-amz-content-sha256'];
  if (typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256)) {
    if (createHash('sha256').update(content).digest('hex') !== sha256)
      throw s3Error('XAmzContentSHA256Mismatch');
  }
  return content;
}

/** Whether the body is in S3's own framing, which the SDK uses for streams of unknown checksum. */
function isAwsChunked(headers: IncomingHttpHeaders): boolean {
  return (
    /\baws-chunked\b/.test(headers['content-encoding'] ?? '') ||
    String(headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-')
  );
}

function assertDigest(expected: string | string[] | undefined, bytes: number, compute: () => string): void {
  if (expected === undefined) return;
  if (typeof expected !== 'string' || Buffer.from(expected, 'base64').length !== bytes)
    throw s3Error('InvalidDigest');
  const calculated = compute();
  if (calculated !== expected) {
    throw s3Error('BadDigest', { details: { ExpectedDigest: expected, CalculatedDigest: calculated } });
  }
}

/**
 * Undoes aws-chunked: `<size in hex>[;chunk-signature=…]\r\n<bytes>\r\n`, a chunk of size 0, then trailers
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html). Signatures are not checked.
 */
function decodeAwsChunked(raw: Buffer): { content: Buffer; trailers: Record<string, string> } {
  const chunks: Buffer[] = [];
  let position = 0;
  const readLine = (): string => {
    const end = raw.indexOf('\r\n', position);
    if (end < 0) throw s3Error('IncompleteBody');
    const line = raw.toString('latin1', position, end);
    position = end + 2;
    return line;
  };
  for (;;) {
    const size = /^[0-9a-f]{1,8}(?=;|$)/i.exec(readLine())?.[0];
    if (size === undefined) throw s3Error('IncompleteBody');
    const length = Number.parseInt(size, 16);
    if (length === 0) break;
    if (position + length > raw.length) throw s3Error('IncompleteBody');
    chunks.push(raw.subarray(position, position + length));
    position += length;
    if (readLine() !== '') throw s3Error('IncompleteBody');
  }
  const trailers: Record<string, string> = {};
  while (position < raw.length) {
    const [, name, value] = /^([^:]+):\s*(.*)$/.exec(readLine()) ?? [];
    if (name !== undefined && value !== undefined) trailers[name.toLowerCase()] = value.trim();
  }
  return { content: Buffer.concat(chunks), trailers };
}
