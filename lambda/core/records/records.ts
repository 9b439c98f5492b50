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

/** Whether this failure is of a record that this code cannot read. */
export function isUnreadable(error: unknown): error is BlogFailure {
  return error instanceof BlogFailure && error.cause instanceof RecordShapeError;
}

/** A record as it was read or written last. */
export interface Versioned<T> {
  readonly value: T;
  readonly etag: string;
}

/** The fields of a record as they were read. */
export type RecordFields = Readonly<Record<string, unknown>>;

/** Thrown where a record is not what it must be. The message says what of it, never the value of a field. */
export class RecordShapeError extends Error {
  override readonly name = 'RecordShapeError';
}

/**
 * Reads a record.
 *
 * @param parse makes of the fields what they stand for. @throws RecordShapeError
 * @throws BlogFailure `service-misconfigured` for a version or a shape that this code does not know
 */
export async function readRecord<T>(
  store: RecordStore,
  name: string,
  signal: AbortSignal,
  parse: (fields: RecordFields) => T,
): Promise<Versioned<T> | undefined> {
  const found = await store.read(name, signal);
  return found === undefined ? undefined : { value: parseRecord(name, found.text, parse), etag: found.etag };
}

function parseRecord<T>(name: string, text: string, parse: (fields: RecordFields) => T): T {
  try {
    return parse(readFields(text));
  } catch (cause) {
    if (!(cause instanceof RecordShapeError)) throw cause;
    throw new BlogFailure('service-misconfigured', `the record ${name} ${cause.message}`, {
      cause,
      hint: 'Records are written by this service alone: deploy the version that wrote it, or delete the record.',
    });
  }
}

function readFields(text: string): RecordFields {
  let fields: RecordFields | null;
  try {
    fields = JSON.parse(text);
  } catch {
    throw new RecordShapeError('is not JSON');
  }
  if (fields?.v === 1) return fields;
  throw new RecordShapeError(`has the version ${JSON.stringify(fields?.v)}, known is 1`);
}
