import { BlogFailure } from '../errors.ts';

/** Small JSON documents with compare-and-swap: the part of S3 that the state of requests is built on. */
export interface RecordStore {
  /** @returns `undefined` where there is none */
  read(name: string, signal: AbortSignal): Promise<{ text: string; etag: string } | undefined>;
  /**
   * Writes a record on the condition that there is none (`etag` undefined) or that it is still the one read.
   *
   * @returns the new ETag; `undefined` where the condition did not hold
   */
  write(
    name: string,
    text: string,
    etag: string | undefined,
    signal: AbortSignal,
  ): Promise<string | undefined>;
}

/** A record as it was read or written last. */
export interface Versioned<T> {
  readonly value: T;
  readonly etag: string;
}

/** Everything a record has for itself: the format's version, and the last write's nonce. */
interface RecordBase {
  readonly v: 1;
  readonly nonce: string;
}

/**
 * Reads a record.
 *
 * @throws BlogFailure `service-misconfigured` for a version that this code does not know
 */
export async function readRecord<T extends RecordBase>(
  store: RecordStore,
  name: string,
  signal: AbortSignal,
): Promise<Versioned<T> | undefined> {
  const found = await store.read(name, signal);
  return found === undefined ? undefined : { value: parseRecord<T>(name, found.text), etag: found.etag };
}

/**
 * Writes a record where nobody else has written in between.
 *
 * @param previous what was read; absent to create it
 * @returns what is stored now: by this write (`written`), or by whoever was first (`conflict`; absent where the
 * record is gone)
 */
export async function writeRecord<T extends RecordBase>(
  store: RecordStore,
  name: string,
  change: Omit<T, 'nonce'>,
  previous: Versioned<T> | undefined,
  nonce: string,
  signal: AbortSignal,
): Promise<{ written: Versioned<T> } | { written?: undefined; conflict: Versioned<T> | undefined }> {
  const value = { ...change, nonce } as unknown as T;
  const etag = await store.write(name, JSON.stringify(value), previous?.etag, signal);
  if (etag !== undefined) return { written: { value, etag } };
  // A write whose answer was lost and that was sent again meets itself.
  const found = await readRecord<T>(store, name, signal);
  return found?.value.nonce === nonce ? { written: found } : { conflict: found };
}

function parseRecord<T extends RecordBase>(name: string, text: string): T {
  let value: Partial<RecordBase> | null;
  try {
    value = JSON.parse(text);
  } catch {
    throw unreadable(name, 'is not JSON');
  }
  if (value?.v !== 1) throw unreadable(name, `has the version ${JSON.stringify(value?.v)}, known is 1`);
  return value as T;
}

function unreadable(name: string, what: string): BlogFailure {
  return new BlogFailure('service-misconfigured', `the record ${name} ${what}`, {
    hint: 'Records are written by this service alone: deploy the version that wrote it, or delete the record.',
  });
}
