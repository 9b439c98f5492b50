import { mkdir } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import type { LoopbackServer } from '../loopback-server.ts';
import {
  type ConnectionFault,
  listenAsStandIn,
  ServiceError,
  type StandInAnswer,
  type StandInApi,
  type StandInOptions,
} from '../stand-in.ts';
import { s3Error, toXml } from './s3-errors.ts';
import { createS3ObjectStore, type S3ObjectStore } from './s3-object-store.ts';

/** A path-style request, as received. */
export interface S3Request {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A simulated fault. */
export type S3Fault =
  | ConnectionFault
  | { readonly kind: 'error'; readonly status: number; readonly code: string };

export interface S3StandInOptions extends StandInOptions<S3Request, S3Fault> {
  /** The folder that holds the bucket's folder. Created if missing. */
  readonly root: string;
  /** The only bucket; for any other the error is NoSuchBucket. */
  readonly bucket: string;
}

/**
 * Starts a stand-in for Amazon S3: PutObject with conditions and a CRC32, and GetObject, path style. Objects
 * are plain files `<root>/<bucket>/<key>` and outlive it. Any other operation answers 501.
 *
 * @throws the file system's error if `root` cannot be created
 */
export async function startS3StandIn(options: S3StandInOptions): Promise<LoopbackServer> {
  const { root, bucket } = options;
  await mkdir(path.join(root, bucket), { recursive: true });
  const store = createS3ObjectStore(root, bucket);
  const api: StandInApi<S3Request, S3Fault> = {
    service: 'S3',
    errorNames: { unknownKey: 'InvalidAccessKeyId', internal: 'InternalError' },
    requestIdHeader: 'x-amz-request-id',
    read: ({ method = '', url = '', headers }, body) => ({ method, headers, body, ...readTarget(url) }),

    async work(request, fault) {
      if (fault?.kind === 'error') {
        throw new ServiceError(fault.code, fault.status, `Requested fault: ${fault.code}`);
      }
      if (request.bucket !== bucket) throw s3Error('NoSuchBucket');
      switch (request.method) {
        case 'PUT':
          return putObject(store, request);
        case 'GET':
          return getObject(store, request);
        default:
          throw s3Error('NotImplemented');
      }
    },

    refuse: (error, requestId) => ({
      status: error.status,
      headers: { 'content-type': 'application/xml' },
      body: toXml(error, requestId),
    }),
  };
  return listenAsStandIn(api, options);
}

/** `/bucket/key`, each decoded once and not normalized, so that the store checks `..` as it was sent. */
function readTarget(target: string): Pick<S3Request, 'bucket' | 'key'> {
  // Any other query names another operation: `?acl`, `?x-id=CopyObject`.
  const found = /^\/([^/?]*)\/([^?]*)(?:\?x-id=(?:Get|Put)Object)?$/.exec(target);
  if (found === null) throw s3Error('NotImplemented');
  const [, bucket = '', key = ''] = found;
  return { bucket: decodeURIComponent(bucket), key: decodeURIComponent(key) };
}

const metadataPrefix = 'x-amz-meta-';

async function putObject(store: S3ObjectStore, { key, headers, body }: S3Request): Promise<StandInAnswer> {
  // S3's framing of a streamed body, which would be stored as content.
  if (headers['content-encoding']?.includes('aws-chunked')) throw s3Error('NotImplemented');
  const checksum = headers['x-amz-checksum-crc32'];
  if (checksum !== undefined && checksum !== crc32Base64(body)) throw s3Error('BadDigest');
  const object = { content: body, metadata: readMetadata(headers) };
  const condition = { ifMatch: headers['if-match'], ifNoneMatch: headers['if-none-match'] };
  const etag = await store.put(key, object, condition);
  return { status: 200, headers: { etag: `"${etag}"` } };
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

/** As S3 formats it: base64 of four bytes, the most significant first. */
function crc32Base64(content: Uint8Array): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(content));
  return bytes.toString('base64');
}
