import type { Clock } from '../clock.ts';
import { RequestError } from '../errors.ts';
import { limitRecordStep } from '../records/limit-record-step.ts';
import { type RecordStore, readRecord, type Versioned, writeRecord } from '../records/records.ts';
import { jobLifetimeMs } from './job.ts';

/** A caller's key, hashed together with who the caller is, and what was asked under it. */
export interface IdempotencyKey {
  /** Hash of namespace and key: the record's name. */
  readonly hash: string;
  /** Hash of the request after defaults. */
  readonly fingerprint: string;
}

/** Which job stands behind a key. Times in milliseconds since 1970. */
export interface KeyRecord {
  readonly v: 1;
  readonly blog_id: string;
  readonly job_id: string;
  readonly fingerprint: string;
  /** From then on the key is as good as new. */
  readonly expires_at: number;
  readonly nonce: string;
}

export interface KeyDependencies {
  records: RecordStore;
  clock: Clock;
  newNonce: () => string;
  deadlineAt: number;
}

const nameOf = (key: IdempotencyKey): string => `keys/${key.hash}`;

/**
 * The record of a key: made now with the proposed ids, or found as it was made before.
 *
 * @throws RequestError `idempotency-key-reused` where the key stands for another request
 * @throws BlogFailure
 */
export async function claimKey(
  key: IdempotencyKey,
  proposal: { blog_id: string; job_id: string },
  dependencies: KeyDependencies,
): Promise<Versioned<KeyRecord>> {
  const { clock } = dependencies;
  let found: Versioned<KeyRecord> | undefined;
  for (;;) {
    const expiresAt = clock.now() + jobLifetimeMs;
    const change = { v: 1 as const, ...proposal, fingerprint: key.fingerprint, expires_at: expiresAt };
    const result = await write(key, change, found, dependencies);
    if (result.written !== undefined) return result.written;
    found = result.conflict;
    if (found === undefined || clock.now() >= found.value.expires_at) continue;
    if (found.value.fingerprint === key.fingerprint) return found;
    throw new RequestError(
      'idempotency-key-reused',
      'This Idempotency-Key was used for another request within the last 24 hours; send a new key with this one.',
    );
  }
}

/** Gives a key another blog id, where the first was another's job. @returns the record as it is then */
export async function moveKey(
  key: IdempotencyKey,
  record: Versioned<KeyRecord>,
  blogId: string,
  dependencies: KeyDependencies,
): Promise<Versioned<KeyRecord> | undefined> {
  const result = await write(key, { ...record.value, blog_id: blogId }, record, dependencies);
  return result.written ?? result.conflict;
}

/** The record of a key as it is now. */
export function readKey(key: IdempotencyKey, { records, clock, deadlineAt }: KeyDependencies) {
  return limitRecordStep(clock, deadlineAt, (signal) => readRecord<KeyRecord>(records, nameOf(key), signal));
}

function write(
  key: IdempotencyKey,
  change: Omit<KeyRecord, 'nonce'>,
  previous: Versioned<KeyRecord> | undefined,
  { records, clock, newNonce, deadlineAt }: KeyDependencies,
) {
  return limitRecordStep(clock, deadlineAt, (signal) =>
    writeRecord<KeyRecord>(records, nameOf(key), change, previous, newNonce(), signal),
  );
}
