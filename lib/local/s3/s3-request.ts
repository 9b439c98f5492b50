import type { IncomingHttpHeaders } from 'node:http';
import { s3Error } from './s3-errors.ts';

type S3Operation = 'PutObject' | 'GetObject' | 'HeadObject' | 'NotImplemented';

/** A request as the stand-in understands it. `key` is empty for an operation on the bucket. */
export interface S3Request {
  readonly method: string;
  readonly operation: S3Operation;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
}

const objectOperations: Readonly<Record<string, S3Operation>> = {
  PUT: 'PutObject',
  GET: 'GetObject',
  HEAD: 'HeadObject',
};
// These would turn the operation into another one (CopyObject) or give its answer another meaning.
const unsupportedHeaders: Readonly<Record<string, readonly string[]>> = {
  PutObject: ['x-amz-copy-source', 'x-amz-write-offset-bytes'],
  GetObject: ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since', 'range'],
  HeadObject: ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since', 'range'],
};

/**
 * Takes a path-style request apart: `/bucket/key`, each decoded once and never normalised, so that `..` reaches
 * the key's own check as it was sent.
 *
 * @param target the request's target as it stood on the wire
 * @throws S3Error InvalidURI where the percent-encoding is broken or is not UTF-8
 */
export function parseS3Request(method: string, target: string, headers: IncomingHttpHeaders): S3Request {
  const queryStart = target.indexOf('?');
  const rawPath = queryStart < 0 ? target : target.slice(0, queryStart);
  const query = new URLSearchParams(queryStart < 0 ? '' : target.slice(queryStart + 1));
  if (!rawPath.startsWith('/')) throw s3Error('InvalidURI');
  const keyStart = rawPath.indexOf('/', 1);
  const bucket = decodeOnce(keyStart < 0 ? rawPath.slice(1) : rawPath.slice(1, keyStart));
  const key = keyStart < 0 ? '' : decodeOnce(rawPath.slice(keyStart + 1));
  return { method, operation: operationOf(method, key, query, headers), bucket, key, query, headers };
}

function decodeOnce(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw Object.assign(s3Error('InvalidURI'), { cause });
  }
}

function operationOf(
  method: string,
  key: string,
  query: URLSearchParams,
  headers: IncomingHttpHeaders,
): S3Operation {
  const operation = key === '' ? undefined : objectOperations[method];
  if (operation === undefined) return 'NotImplemented';
  // Any other parameter names a subresource (?acl, ?uploadId, ?versionId): another operation altogether.
  const known = [...query.keys()].every((name) => name === 'x-id' || /^x-amz-/i.test(name));
  const plain = (unsupportedHeaders[operation] ?? []).every((name) => headers[name] === undefined);
  return known && plain ? operation : 'NotImplemented';
}
