import { type Deadline, TimeLimitError, withTimeLimit } from '../clock.ts';
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

/** How long one step may take, with its retries, in milliseconds. */
const stepLimitMs = 10_000;

/** Bounds one read or write. @throws BlogFailure `store-unavailable` if S3 does not answer in time */
export async function limitS3Step<T>(
  { clock, deadlineAt }: Deadline,
  step: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  try {
    return await withTimeLimit(clock, Math.min(stepLimitMs, deadlineAt - clock.now()), step);
  } catch (error) {
    if (!(error instanceof TimeLimitError)) throw error;
    throw new BlogFailure('store-unavailable', 'S3 did not answer in time', { cause: error });
  }
}
