import { crc32Base64, readContent } from './s3-body.ts';
import { s3Error } from './s3-errors.ts';
import {
  defaultContentType,
  type S3ObjectStore,
  type StoredObject,
  type WriteCondition,
} from './s3-object-store.ts';
import type { S3Request } from './s3-request.ts';

export interface S3Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

const maxMetadataBytes = 2_048;
const metadataPrefix = 'x-amz-meta-';
const keptHeaders = ['cache-control', 'content-disposition', 'content-language', 'content-type', 'expires'];

/**
 * Does what a request asks for.
 *
 * @param body the request's body as received
 * @throws S3Error whatever S3 would answer instead
 */
export async function operate(store: S3ObjectStore, request: S3Request, body: Buffer): Promise<S3Answer> {
  switch (request.operation) {
    case 'PutObject':
      return putObject(store, request, body);
    case 'GetObject':
    case 'HeadObject':
      return getObject(store, request);
    case 'NotImplemented':
      throw s3Error('NotImplemented');
  }
}

async function putObject(store: S3ObjectStore, request: S3Request, body: Buffer): Promise<S3Answer> {
  const { bucket, key, headers } = request;
  const metadata = metadataOf(headers);
  const content = readContent(headers, body);
  const object = { content, headers: headersToKeep(headers), metadata };
  const etag = await store.put(bucket, key, object, conditionOf(headers));
  return { status: 200, headers: { etag: `"${etag}"`, ...checksumHeaders(content) } };
}

async function getObject(store: S3ObjectStore, request: S3Request): Promise<S3Answer> {
  const object = await store.get(request.bucket, request.key);
  if (object === undefined) throw s3Error('NoSuchKey', { details: { Key: request.key } });
  return { status: 200, headers: headersOf(object, request), body: object.content };
}

function headersOf(object: StoredObject, request: S3Request): Record<string, string> {
  const metadata = Object.entries(object.metadata).map(([name, value]) => [metadataPrefix + name, value]);
  return {
    ...object.headers,
    ...Object.fromEntries(metadata),
    etag: `"${object.etag}"`,
    'last-modified': object.lastModified.toUTCString(),
    'content-length': String(object.content.length),
    ...(request.headers['x-amz-checksum-mode'] === 'ENABLED' ? checksumHeaders(object.content) : {}),
  };
}

function checksumHeaders(content: Buffer): Record<string, string> {
  return { 'x-amz-checksum-crc32': crc32Base64(content), 'x-amz-checksum-type': 'FULL_OBJECT' };
}

/** User metadata: at most 2 KB, names and values together, without the prefix. */
function metadataOf(headers: S3Request['headers']): Record<string, string> {
  const metadata: Record<string, string> = {};
  let bytes = 0;
  for (const [header, value] of Object.entries(headers)) {
    if (!header.startsWith(metadataPrefix) || typeof value !== 'string') continue;
    const name = header.slice(metadataPrefix.length);
    metadata[name] = value;
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
  }
  if (bytes > maxMetadataBytes) {
    throw s3Error('MetadataTooLarge', {
      details: { Size: String(bytes), MaxSizeAllowed: String(maxMetadataBytes) },
    });
  }
  return metadata;
}

function headersToKeep(headers: S3Request['headers']): Record<string, string> {
  const kept: Record<string, string> = { 'content-type': defaultContentType };
  for (const name of keptHeaders) {
    const value = headers[name];
    if (typeof value === 'string' && value !== '') kept[name] = value;
  }
  // `aws-chunked` is how the body travelled, not what the object is.
  const encoding = (headers['content-encoding'] ?? '')
    .split(/\s*,\s*/)
    .filter((name) => name !== 'aws-chunked');
  if (encoding.join('') !== '') kept['content-encoding'] = encoding.join(',');
  return kept;
}

/** @throws S3Error NotImplemented where S3 knows no such condition for a write */
function conditionOf(headers: S3Request['headers']): WriteCondition {
  const match = headers['if-match'];
  const noneMatch = headers['if-none-match'];
  if (match !== undefined && noneMatch !== undefined) throw s3Error('NotImplemented');
  if (match !== undefined) return { kind: 'match', etag: match.replace(/^"(.*)"$/, '$1') };
  if (noneMatch === undefined) return { kind: 'none' };
  if (noneMatch !== '*') throw s3Error('NotImplemented');
  return { kind: 'create' };
}
