import { BlogFailure } from '../errors.ts';

/** Small JSON documents with compare-and-swap, which hold the state of requests and the budget. */
export interface RecordStore {
  /** @returns `undefined` if there is no such record */
  read(name: string, signal: AbortSignal): Promise<{ text: string; etag: string } | undefined>;
  /**
   * Writes a record if it does not exist (`etag` undefined) or still has this ETag.
   *
   * @returns the new ETag; `undefined` if the condition failed
   */
  write(
    name: string,
    text: string,
    etag: string | undefined,
    signal: AbortSignal,
  ): Promise<string | undefined>;
}

/** A record as it was last read or written. */
export interface Versioned<T> {
  readonly value: T;
  readonly etag: string;
}

/** The fields of a record, not yet validated. */
export type RecordFields = Readonly<Record<string, unknown>>;

/** Thrown for an invalid record. The message says which part is invalid, without a field's value. */
export class RecordShapeError extends Error {
  override readonly name = 'RecordShapeError';
}

/**
 * Reads a record.
 *
 * @param parse validates the fields. @throws RecordShapeError
 * @throws BlogFailure `service-misconfigured` for an invalid record or one of another version
 */
export async function readRecord<T>(
  store: RecordStore,
  name: string,
  signal: AbortSignal,
  parse: (fields: RecordFields) => T,
): Promise<Versioned<T> | undefined> {
  const found = await store.read(name, signal);
  try {
    return found && { value: parse(readFields(found.text)), etag: found.etag };
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
