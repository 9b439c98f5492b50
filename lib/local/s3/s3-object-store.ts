import { createHash, randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { withFileLock } from './file-lock.ts';
import { KeyLock } from './key-lock.ts';
import { s3Error } from './s3-errors.ts';
import { placeFile, readIfPresent, removeFile } from './s3-files.ts';
import { faultOfKey, onlyRealS3, pathBelow } from './s3-key.ts';

/** What an object carries beside its content: kept in the sidecar and given back as response headers. */
export interface ObjectHeaders {
  /** `content-type` and the like, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** User metadata, names without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
}

export interface StoredObject extends ObjectHeaders {
  readonly content: Buffer;
  /** MD5 of the content in hex, without quotes: what S3 answers for an object written at once and not KMS-encrypted. */
  readonly etag: string;
  readonly lastModified: Date;
}

/** `create`: only where no object is; `match`: only where the object has this ETag. */
export type WriteCondition = { kind: 'none' } | { kind: 'create' } | { kind: 'match'; etag: string };

/**
 * Objects as plain files `<root>/<bucket>/<key>`.
 *
 * Metadata is in `<root>/.metadata/<bucket>/<key>.<md5>.json`, written before the object. The content's MD5 in
 * the name makes the two agree whenever a process dies: a sidecar of other content is never read, and a file
 * that was edited or dropped in by hand is an object with S3's default content type.
 *
 * Operations on one key are serialised within the process, and writes across processes as well.
 */
export class S3ObjectStore {
  readonly #root: string;
  readonly #lock = new KeyLock();

  constructor(root: string) {
    this.#root = path.resolve(root);
  }

  /** @returns undefined where no such object is */
  get(bucket: string, key: string): Promise<StoredObject | undefined> {
    return this.#locked(bucket, key, () => this.#read(bucket, key));
  }

  /**
   * Writes an object, all of it or nothing.
   *
   * @returns the ETag, without quotes
   * @throws S3Error PreconditionFailed, or NoSuchKey where the object to match is gone
   */
  put(
    bucket: string,
    key: string,
    object: ObjectHeaders & { content: Buffer },
    condition: WriteCondition,
  ): Promise<string> {
    return this.#alone(bucket, key, async () => {
      const present = await this.#read(bucket, key);
      assertCondition(key, present, condition);
      const etag = md5(object.content);
      const file = this.#file(bucket, key);
      await assertNoFolder(file);
      const { headers, metadata } = object;
      const sidecar = JSON.stringify({ key, etag, headers, metadata }, undefined, 2);
      await placeFile(this.#sidecar(bucket, key, etag), sidecar, { temporary: this.#temporary() });
      const placed = await placeFile(file, object.content, {
        temporary: this.#temporary(),
        exclusive: condition.kind === 'create',
      });
      if (!placed) throw preconditionFailed('If-None-Match');
      if (present !== undefined && present.etag !== etag)
        await removeFile(this.#sidecar(bucket, key, present.etag));
      return etag;
    });
  }

  async #locked<Result>(bucket: string, key: string, job: () => Promise<Result>): Promise<Result> {
    const fault = faultOfKey(key);
    if (fault !== undefined) throw fault;
    return this.#lock.run(`${bucket}/${key}`, job);
  }

  /** Another local service on the same folder must not write between a look and the write that it decides. */
  #alone<Result>(bucket: string, key: string, job: () => Promise<Result>): Promise<Result> {
    const name = createHash('sha256').update(`${bucket}/${key}`).digest('hex');
    const lock = path.join(this.#root, '.metadata', '.locks', name);
    return this.#locked(bucket, key, () => withFileLock(lock, job));
  }

  async #read(bucket: string, key: string): Promise<StoredObject | undefined> {
    const file = this.#file(bucket, key);
    const content = await readIfPresent(file);
    if (content === undefined) return undefined;
    const etag = md5(content);
    const kept = readSidecar(await readIfPresent(this.#sidecar(bucket, key, etag)));
    const { mtime } = await stat(file);
    return { content, etag, lastModified: mtime, headers: kept.headers, metadata: kept.metadata };
  }

  #file(bucket: string, key: string): string {
    return pathBelow(path.join(this.#root, bucket), key);
  }

  #sidecar(bucket: string, key: string, etag: string): string {
    return pathBelow(path.join(this.#root, '.metadata', bucket), `${key}.${etag}.json`);
  }

  #temporary(): string {
    return path.join(this.#root, '.metadata', '.unfinished', randomUUID());
  }
}

/** S3's default where the writer named no content type; also for files that were put there by hand. */
export const defaultContentType = 'application/octet-stream';
const plainFile: ObjectHeaders = { headers: { 'content-type': defaultContentType }, metadata: {} };

/** A sidecar that is broken is as good as none. */
function readSidecar(sidecar: Buffer | undefined): ObjectHeaders {
  try {
    const kept = JSON.parse(sidecar?.toString() ?? 'null') as Partial<ObjectHeaders> | null;
    return areHeaders(kept?.headers) && areHeaders(kept?.metadata)
      ? { headers: kept.headers, metadata: kept.metadata }
      : plainFile;
  } catch {
    return plainFile;
  }
}

function areHeaders(values: unknown): values is Readonly<Record<string, string>> {
  return (
    typeof values === 'object' &&
    values !== null &&
    Object.entries(values).every(
      ([name, value]) =>
        /^[\w-]+$/.test(name) && typeof value === 'string' && /^[\t\x20-\x7e\x80-\xff]*$/.test(value),
    )
  );
}

function md5(content: Uint8Array): string {
  return createHash('md5').update(content).digest('hex');
}

function preconditionFailed(condition: 'If-Match' | 'If-None-Match') {
  return s3Error('PreconditionFailed', { details: { Condition: condition } });
}

function assertCondition(key: string, present: StoredObject | undefined, condition: WriteCondition): void {
  if (condition.kind === 'create' && present !== undefined) throw preconditionFailed('If-None-Match');
  if (condition.kind !== 'match') return;
  if (present === undefined) throw s3Error('NoSuchKey', { details: { Key: key } });
  if (present.etag !== condition.etag) throw preconditionFailed('If-Match');
}

// S3 takes `a` beside `a/b`; a file system cannot.
async function assertNoFolder(file: string): Promise<void> {
  const entry = await stat(file).catch(() => undefined);
  if (entry?.isDirectory()) {
    throw onlyRealS3('this key is already the folder of others');
  }
}
