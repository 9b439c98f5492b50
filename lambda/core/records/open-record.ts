import type { Clock } from '../clock.ts';
import { limitRecordStep } from './limit-record-step.ts';
import { type RecordFields, type RecordStore, readRecord, type Versioned } from './records.ts';

/** What the records of one request or run are read and written with. */
export interface RecordAccess {
  records: RecordStore;
  clock: Clock;
  /** A text that is different each time. */
  newNonce: () => string;
  /** When whoever asks must have answered, in milliseconds since 1970. */
  deadlineAt: number;
}

/** One record. Each step throws BlogFailure: `store-unavailable`, or `service-misconfigured` for an unknown format. */
export interface OpenRecord<T> {
  read(): Promise<Versioned<T> | undefined>;
  /**
   * Writes where nobody else has written in between.
   *
   * @param previous what was read; absent to create the record
   * @returns what is stored now, by this write (`written`) or by whoever was faster; absent where the record is gone
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
  { records, clock, newNonce, deadlineAt }: RecordAccess,
): OpenRecord<T> {
  return {
    read: () => limitRecordStep(clock, deadlineAt, (signal) => readRecord(records, name, signal, parse)),

    write: (value, previous) =>
      limitRecordStep(clock, deadlineAt, async (signal) => {
        const nonce = newNonce();
        const etag = await records.write(
          name,
          JSON.stringify({ v: 1, ...value, nonce }),
          previous?.etag,
          signal,
        );
        if (etag !== undefined) return { written: true, now: { value, etag } };
        // A write whose answer was lost and that was sent again meets itself.
        const parseOwn = (fields: RecordFields) => ({ own: fields.nonce === nonce, value: parse(fields) });
        const found = await readRecord(records, name, signal, parseOwn);
        if (found === undefined) return { written: false, now: undefined };
        return { written: found.value.own, now: { value: found.value.value, etag: found.etag } };
      }),
  };
}
