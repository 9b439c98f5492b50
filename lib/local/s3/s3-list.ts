import { s3Error } from './s3-errors.ts';
import type { S3ObjectStore } from './s3-object-store.ts';

/** ListObjectsV2's parameters; an empty `delimiter` groups nothing. */
export interface ListQuery {
  readonly prefix: string;
  readonly delimiter: string;
  readonly maxKeys: number;
  readonly startAfter: string | undefined;
  readonly continuationToken: string | undefined;
  readonly urlEncoded: boolean;
}

export interface ListPage {
  readonly objects: readonly { key: string; etag: string; size: number; lastModified: Date }[];
  readonly commonPrefixes: readonly string[];
  /** Undefined on the last page. */
  readonly nextToken: string | undefined;
}

const maxKeysAPage = 1_000;

/** @throws S3Error InvalidArgument for a `max-keys`, `encoding-type` or continuation token that S3 would refuse */
export function parseListQuery(query: URLSearchParams): ListQuery {
  const maxKeys = query.get('max-keys') ?? String(maxKeysAPage);
  if (!/^\d{1,9}$/.test(maxKeys)) {
    throw s3Error('InvalidArgument', { message: 'Provided max-keys not an integer or within integer range' });
  }
  const encoding = query.get('encoding-type');
  if (encoding !== null && encoding !== 'url') {
    throw s3Error('InvalidArgument', { message: 'Invalid Encoding Method specified in Request' });
  }
  const continuationToken = query.get('continuation-token') ?? undefined;
  if (continuationToken !== undefined && toToken(fromToken(continuationToken)) !== continuationToken) {
    throw s3Error('InvalidArgument', { message: 'The continuation token provided is incorrect' });
  }
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    maxKeys: Math.min(Number(maxKeys), maxKeysAPage),
    startAfter: query.get('start-after') ?? undefined,
    continuationToken,
    urlEncoded: encoding === 'url',
  };
}

/** One page of a bucket's keys, in the order of their bytes in UTF-8. A page counts keys and common prefixes alike. */
export async function listObjects(store: S3ObjectStore, bucket: string, query: ListQuery): Promise<ListPage> {
  const after = query.continuationToken === undefined ? query.startAfter : fromToken(query.continuationToken);
  const objects: { key: string; etag: string; size: number; lastModified: Date }[] = [];
  const commonPrefixes: string[] = [];
  // The last key this page covers: shown, or hidden behind a common prefix.
  let covered: string | undefined;
  for (const key of await store.keys(bucket, query.prefix)) {
    if (after !== undefined && !isAfter(key, after)) continue;
    const commonPrefix = commonPrefixOf(key, query);
    const isNew = commonPrefix === undefined || commonPrefix !== commonPrefixes.at(-1);
    if (isNew && objects.length + commonPrefixes.length >= query.maxKeys) {
      // With max-keys=0 S3 answers an empty page that is not truncated.
      return { objects, commonPrefixes, nextToken: covered === undefined ? undefined : toToken(covered) };
    }
    covered = key;
    if (commonPrefix !== undefined) {
      if (isNew) commonPrefixes.push(commonPrefix);
      continue;
    }
    const found = await store.get(bucket, key);
    // Deleted since its name was read.
    if (found === undefined) continue;
    objects.push({ key, etag: found.etag, size: found.content.length, lastModified: found.lastModified });
  }
  return { objects, commonPrefixes, nextToken: undefined };
}

/** What the delimiter hides the key behind, if anything. */
function commonPrefixOf(key: string, query: ListQuery): string | undefined {
  const end = query.delimiter === '' ? -1 : key.indexOf(query.delimiter, query.prefix.length);
  return end < 0 ? undefined : key.slice(0, end + query.delimiter.length);
}

function isAfter(key: string, after: string): boolean {
  return Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0;
}

function toToken(last: string): string {
  return Buffer.from(last).toString('base64url');
}

function fromToken(token: string): string {
  return Buffer.from(token, 'base64url').toString();
}
