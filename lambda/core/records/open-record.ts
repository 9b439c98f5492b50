import type { Deadline } from '../clock.ts';
import { limitS3Step, type RecordFields, type RecordStore, readRecord, type Versioned } from './records.ts';

/** What one request or run needs to read and write records. */
export interface RecordAccess extends Deadline {
  records: RecordStore;
  /** Returns another text each time. */
  newNonce: () => string;
}

/** One record. Both throw BlogFailure: `store-unavailable`, or `service-misconfigured` for an unknown format. */
export interface OpenRecord<T> {
  read(): Promise<Versioned<T> | undefined>;
  /**
   * Writes the record unless another writer was faster.
   *
   * @param previous the record as it was read; absent to create it
   * @returns the record as it is now, by this write (`written`) or by another; absent if it was deleted
   */
  write(
    value: T,
    previous: Versioned<T> | undefined,
  ): Promise<{ written: true; now: Versioned<T> } | { written: false; now: Versioned<T> | undefined }>;
}

/** The record of a name. @param parse see `readRecord` */
export function openRecord<T extends object>(
  name: string,
  parse: (fields: RecordFields) => T,
  { records, newNonce, ...deadline }: RecordAccess,
): OpenRecord<T> {
  return {
    read: () => limitS3Step(deadline, (signal) => readRecord(records, name, signal, parse)),

    write: (value, previous) =>
      limitS3Step(deadline, async (signal) => {
        const nonce = newNonce();
        const text = JSON.stringify({ v: 1, ...value, nonce });
        const etag = await records.write(name, text, previous?.etag, signal);
        if (etag !== undefined) return { written: true, now: { value, etag } };
        // The client may have sent the write twice, because its first answer was lost.
        const parseOwn = (fields: RecordFields) => ({ own: fields.nonce === nonce, value: parse(fields) });
        const found = await readRecord(records, name, signal, parseOwn);
        return found === undefined
          ? { written: false, now: undefined }
          : { written: found.value.own, now: { value: found.value.value, etag: found.etag } };
      }),
  };
}
