import { mkdir } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import type { LoopbackServer } from '../loopback-server.ts';
import { BodyTooLargeError } from '../request-body.ts';
import {
  type ConnectionFault,
  listenAsStandIn,
  type StandInAnswer,
  type StandInApi,
  type StandInOptions,
} from '../stand-in.ts';
import { S3Error, s3Error } from './s3-errors.ts';
import { createS3ObjectStore, type S3ObjectStore, type WriteCondition } from './s3-object-store.ts';

/** A path-style request as it came over the wire. `key` is empty for an operation on the bucket. */
export interface S3Request {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What goes wrong with a request. */
export type S3Fault =
  | ConnectionFault
  | { readonly kind: 'error'; readonly status: number; readonly code: string };

export interface S3StandInOptions extends StandInOptions<S3Request, S3Fault> {
  /** The folder that holds the bucket's folder. Created if missing. */
  readonly root: string;
  /** The only bucket; any other is NoSuchBucket. */
  readonly bucket: string;
}

/**
 * Starts a stand-in for Amazon S3: PutObject with conditions and a CRC32, GetObject and HeadObject, path style. Objects
 * are plain files `<root>/<bucket>/<key>` and outlive it. Anything else answers 501.
 *
 * @example
 * const s3 = await startS3StandIn({ root: 'local-data', bucket: 'blogs' });
 * process.env.AWS_ENDPOINT_URL_S3 = s3.url;
 *
 * @throws the file system's error if `root` cannot be made
 */
export async function startS3StandIn(options: S3StandInOptions): Promise<LoopbackServer> {
  const { root, bucket } = options;
  await mkdir(path.join(root, bucket), { recursive: true });
  const store = createS3ObjectStore(root, bucket);
  const api: StandInApi<S3Request, S3Fault> = {
    // S3's own limit is 5 GB; a body is held in memory here.
    maxBodyBytes: 64 * 1_024 * 1_024,
    requestIdHeader: 'x-amz-request-id',
    unknownKey: () => s3Error('InvalidAccessKeyId'),
    read: ({ method = '', url = '', headers }, body) => ({ method, headers, body, ...readTarget(url) }),

    async work(request, fault) {
      if (fault?.kind === 'error') {
        throw new S3Error(fault.code, fault.status, `Requested fault: ${fault.code}`);
      }
      if (request.bucket !== bucket && request.bucket !== '') throw s3Error('NoSuchBucket');
      if (!isImplemented(request)) throw s3Error('NotImplemented');
      return request.method === 'PUT' ? putObject(store, request) : getObject(store, request);
    },

    refuse(error, requestId) {
      const refusal = asS3Error(error);
      const headers = { 'content-type': 'application/xml' };
      return { status: refusal.status, headers, body: refusal.toXml(requestId) };
    },
  };
  return listenAsStandIn(api, options);
}

/** `/bucket/key`, each decoded once and never normalized, so that `..` reaches the store's check as it was sent. */
function readTarget(target: string): Pick<S3Request, 'bucket' | 'key' | 'query'> {
  const [, rawBucket, rawKey = '', query] = /^\/([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/.exec(target) ?? [];
  try {
    if (rawBucket === undefined) throw s3Error('InvalidURI');
    const [bucket, key] = [decodeURIComponent(rawBucket), decodeURIComponent(rawKey)];
    return { bucket, key, query: new URLSearchParams(query) };
  } catch (cause) {
    throw Object.assign(s3Error('InvalidURI'), { cause });
  }
}

/** Headers that would make another operation of it, or give its answer another meaning. */
const unknownHeaders = ['range', 'if-modified-since', 'if-unmodified-since', 'x-amz-copy-source'];

function isImplemented({ method, key, query, headers }: S3Request): boolean {
  const isWrite = method === 'PUT';
  const hasCondition = headers['if-match'] !== undefined || headers['if-none-match'] !== undefined;
  return (
    key !== '' &&
    ['PUT', 'GET', 'HEAD'].includes(method) &&
    // Any other parameter names a subresource (?acl, ?uploadId).
    [...query.keys()].every((name) => name === 'x-id' || /^x-amz-/i.test(name)) &&
    unknownHeaders.every((name) => headers[name] === undefined) &&
    (isWrite || !hasCondition) &&
    // S3's own framing of a streamed body.
    !/\baws-chunked\b/.test(headers['content-encoding'] ?? '')
  );
}

const metadataPrefix = 'x-amz-meta-';

async function putObject(store: S3ObjectStore, { key, headers, body }: S3Request): Promise<StandInAnswer> {
  const checksum = headers['x-amz-checksum-crc32'];
  if (checksum !== undefined && checksum !== crc32Base64(body)) throw s3Error('BadDigest');
  const object = { content: body, metadata: readMetadata(headers) };
  const etag = await store.put(key, object, readCondition(headers));
  return { status: 200, headers: { etag: `"${etag}"`, 'x-amz-checksum-crc32': crc32Base64(body) } };
}

async function getObject(store: S3ObjectStore, { key, headers }: S3Request): Promise<StandInAnswer> {
  const object = await store.get(key);
  if (object === undefined) throw s3Error('NoSuchKey');
  const { content, etag } = object;
  const metadata = Object.entries(object.metadata).map(([name, value]) => [metadataPrefix + name, value]);
  return {
    status: 200,
    headers: {
      ...Object.fromEntries(metadata),
      'content-length': String(content.length),
      etag: `"${etag}"`,
      ...(headers['x-amz-checksum-mode'] === 'ENABLED' && { 'x-amz-checksum-crc32': crc32Base64(content) }),
    },
    // For a HEAD, Node sends the headers without the body.
    body: content,
  };
}

/** S3 allows 2 KB, names and values together, without the prefix. */
function readMetadata(headers: IncomingHttpHeaders): Record<string, string> {
  const metadata = Object.entries(headers)
    .filter(([header]) => header.startsWith(metadataPrefix))
    .map(([header, value]) => [header.slice(metadataPrefix.length), String(value)] as const);
  if (Buffer.byteLength(metadata.flat().join('')) > 2_048) throw s3Error('MetadataTooLarge');
  return Object.fromEntries(metadata);
}

/** @throws S3Error NotImplemented for a condition that S3 does not have for a write */
function readCondition({
  'if-match': match,
  'if-none-match': noneMatch,
}: IncomingHttpHeaders): WriteCondition {
  if (match === undefined && noneMatch === undefined) return { kind: 'none' };
  if (match === undefined && noneMatch === '*') return { kind: 'create' };
  if (match === undefined || noneMatch !== undefined) throw s3Error('NotImplemented');
  return { kind: 'match', etag: match.replaceAll('"', '') };
}

/** As S3 writes it: base64 of four bytes, most significant first. */
function crc32Base64(content: Uint8Array): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(content));
  return bytes.toString('base64');
}

function asS3Error(error: unknown): S3Error {
  if (error instanceof S3Error) return error;
  if (error instanceof BodyTooLargeError) return s3Error('EntityTooLarge');
  // A full disk or a missing permission: the person at the laptop has to read what it was.
  return s3Error('InternalError', `The local stand-in for S3 failed: ${String(error)}`);
}
