import { RequestError } from '../errors.ts';
import { laterBlogId } from '../post/blog-id.ts';
import { type OpenRecord, openRecord, type RecordAccess } from '../records/open-record.ts';
import { isNumber, isText, readField } from '../records/record-fields.ts';
import { keyRecordName } from '../records/record-keys.ts';
import type { RecordFields, Versioned } from '../records/records.ts';
import { jobLifetimeMs } from './job.ts';
import { type JobHandle, storedJob } from './job-handle.ts';

/** A caller's key, and the request that came with it. */
export interface IdempotencyKey {
  /** Hash of caller and key: the record's name. */
  readonly hash: string;
  /** Hash of the request after defaults. */
  readonly fingerprint: string;
}

/** The job of a key. Times in milliseconds since 1970. */
export interface KeyRecord {
  /** The first id that its job may have. */
  readonly blog_id: string;
  readonly job_id: string;
  readonly fingerprint: string;
  /** From then on the key can be used for another request. */
  readonly expires_at: number;
}

/** Whether the key was used before. @throws BlogFailure */
export async function isKeyKnown(key: IdempotencyKey, access: RecordAccess): Promise<boolean> {
  const found = await openKey(key, access).read();
  return found !== undefined && access.clock.now() < found.value.expires_at;
}

/**
 * The record of a key: created with the proposed ids, unless there is one.
 *
 * @throws RequestError `idempotency-key-reused` if the key was used for another request
 * @throws BlogFailure
 */
export async function claimKey(
  key: IdempotencyKey,
  proposal: Pick<KeyRecord, 'blog_id' | 'job_id'>,
  access: RecordAccess,
): Promise<KeyRecord> {
  const { clock } = access;
  const record = openKey(key, access);
  let found: Versioned<KeyRecord> | undefined;
  for (;;) {
    const expiresAt = clock.now() + jobLifetimeMs;
    const claim = { ...proposal, fingerprint: key.fingerprint, expires_at: expiresAt };
    const { written, now } = await record.write(claim, found);
    if (written) return now.value;
    found = now;
    if (found === undefined || clock.now() >= found.value.expires_at) continue;
    if (found.value.fingerprint === key.fingerprint) return found.value;
    throw new RequestError(
      'idempotency-key-reused',
      'This Idempotency-Key was used for another request within the last 24 hours; send a new key with this one.',
    );
  }
}

/**
 * The job of a key. If two keys have the same topic in the same millisecond, the second job has the next id: records
 * of other jobs are skipped.
 */
export function jobOfKey({ blog_id, job_id }: KeyRecord, access: RecordAccess): JobHandle {
  let blogId = blog_id;
  let handle = storedJob(blogId, access);
  return {
    get blogId() {
      return blogId;
    },
    async read() {
      for (;;) {
        const found = await handle.read();
        if (found === undefined || found.value.job_id === job_id) return found;
        blogId = laterBlogId(blogId);
        handle = storedJob(blogId, access);
      }
    },
    write: (job, previous) => handle.write(job, previous),
  };
}

function openKey({ hash }: IdempotencyKey, access: RecordAccess): OpenRecord<KeyRecord> {
  return openRecord(keyRecordName(hash), parseKey, access);
}

function parseKey(fields: RecordFields): KeyRecord {
  return {
    blog_id: readField(fields, 'blog_id', isText),
    job_id: readField(fields, 'job_id', isText),
    fingerprint: readField(fields, 'fingerprint', isText),
    expires_at: readField(fields, 'expires_at', isNumber),
  };
}
