import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { withFileLock } from './file-lock.ts';
import { s3Error } from './s3-errors.ts';

interface ObjectToStore {
  readonly content: Buffer;
  /** User metadata, names without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
}

interface StoredObject extends ObjectToStore {
  /** MD5 of the content in hex, without quotes. */
  readonly etag: string;
}

/** The conditions of a write: that there is no object (`*`), or that it has this ETag. */
interface WriteConditions {
  readonly ifNoneMatch?: string | undefined;
  readonly ifMatch?: string | undefined;
}

export interface S3ObjectStore {
  /** @returns undefined if there is no such object. @throws ServiceError NotImplemented for a key that is not a file name */
  get(key: string): Promise<StoredObject | undefined>;
  /**
   * Writes an object atomically. Writes to one key are serialized, also across processes.
   *
   * @returns the ETag, without quotes
   * @throws ServiceError PreconditionFailed; NoSuchKey if the object to match does not exist; NotImplemented as `get`
   */
  put(key: string, object: ObjectToStore, conditions: WriteConditions): Promise<string>;
}

/**
 * The objects of a bucket as plain files `<root>/<bucket>/<key>`, easy to find and open.
 *
 * Metadata is in `<root>/.metadata/<bucket>/<key>.<md5>.json`, written before the object. The content's MD5 in the name
 * keeps the two consistent if a process crashes: a file that was edited or added manually has no metadata.
 */
export function createS3ObjectStore(root: string, bucket: string): S3ObjectStore {
  const hidden = path.resolve(root, '.metadata');
  const fileOf = (key: string): string => pathBelow(path.resolve(root, bucket), key);
  const metadataOf = (key: string, etag: string): string =>
    `${pathBelow(path.join(hidden, bucket), key)}.${etag}.json`;

  /** A reader sees the old content or the new, never a part, even if this process is killed. */
  const place = async (file: string, content: Uint8Array | string): Promise<void> => {
    const temporary = path.join(hidden, '.unfinished', randomUUID());
    await mkdir(path.dirname(file), { recursive: true });
    await mkdir(path.dirname(temporary), { recursive: true });
    await writeFile(temporary, content);
    await rename(temporary, file);
  };

  const get = async (key: string): Promise<StoredObject | undefined> => {
    const content = await readIfPresent(fileOf(key));
    if (content === undefined) return undefined;
    const etag = etagOf(content);
    const metadata = readMetadata(await readIfPresent(metadataOf(key, etag)));
    if (metadata !== undefined) return { content, etag, metadata };
    // A concurrent write has removed the metadata together with this content.
    const now = await readIfPresent(fileOf(key));
    if (now === undefined || !now.equals(content)) return get(key);
    return { content, etag, metadata: {} };
  };

  return {
    get,
    put(key, object, conditions) {
      const lock = createHash('sha256').update(`${bucket}/${key}`).digest('hex');
      const file = fileOf(key);
      return withFileLock(path.join(hidden, '.locks', lock), async () => {
        const present = await get(key);
        assertConditions(present, conditions);
        const etag = etagOf(object.content);
        await place(metadataOf(key, etag), JSON.stringify({ key, metadata: object.metadata }, undefined, 2));
        await place(file, object.content);
        if (present !== undefined && present.etag !== etag) {
          await rm(metadataOf(key, present.etag), { force: true });
        }
        return etag;
      });
    },
  };
}

/** Metadata that cannot be read, or cannot be sent as headers, is ignored. */
function readMetadata(text: Buffer | undefined): StoredObject['metadata'] | undefined {
  try {
    const { metadata } = JSON.parse(text?.toString() ?? '');
    const isHeader = (value: unknown) => typeof value === 'string' && /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
    return Object.values(metadata).every(isHeader) ? metadata : undefined;
  } catch {
    return undefined;
  }
}

/** The file's bytes; undefined if there is none. A named pipe is not read, because that would wait for its writer. */
async function readIfPresent(file: string): Promise<Buffer | undefined> {
  try {
    return (await stat(file)).isFile() ? await readFile(file) : undefined;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

function etagOf(content: Uint8Array): string {
  return createHash('md5').update(content).digest('hex');
}

function assertConditions(
  present: StoredObject | undefined,
  { ifNoneMatch, ifMatch }: WriteConditions,
): void {
  if (ifNoneMatch !== undefined && present !== undefined) throw s3Error('PreconditionFailed');
  if (ifMatch === undefined) return;
  if (present === undefined) throw s3Error('NoSuchKey');
  if (present.etag !== ifMatch.replaceAll('"', '')) throw s3Error('PreconditionFailed');
}

/** The file of a key. @throws ServiceError NotImplemented for a key that is not a path below the folder */
function pathBelow(folder: string, key: string): string {
  const parts = key.split('/');
  if (parts.some((part) => ['', '.', '..'].includes(part) || /[\\\0]/.test(part))) {
    const rule = 'no part of a key may be empty, "." or "..", or contain a backslash or NUL';
    throw s3Error('NotImplemented', `The local stand-in for S3 keeps keys as files: ${rule}.`);
  }
  return path.join(folder, ...parts);
}
