import { RequestError } from '../errors.ts';
import { laterBlogId } from '../post/blog-id.ts';
import { type OpenRecord, openRecord, type RecordAccess } from '../records/open-record.ts';
import { isNumber, isText, readField } from '../records/record-fields.ts';
import { keyRecordName } from '../records/record-keys.ts';
import type { RecordFields, Versioned } from '../records/records.ts';
import { jobLifetimeMs } from './job.ts';
import { type JobHandle, storedJob } from './job-handle.ts';

/** A caller's key, hashed together with who the caller is, and what was asked under it. */
export interface IdempotencyKey {
  /** Hash of namespace and key: the record's name. */
  readonly hash: string;
  /** Hash of the request after defaults. */
  readonly fingerprint: string;
}

/** Which job stands behind a key. Times in milliseconds since 1970. */
export interface KeyRecord {
  /** The first id that its job may have. */
  readonly blog_id: string;
  readonly job_id: string;
  readonly fingerprint: string;
  /** From then on the key is as good as new. */
  readonly expires_at: number;
}

/** Whether the key stands for a request already. @throws BlogFailure */
export async function isKeyKnown(key: IdempotencyKey, access: RecordAccess): Promise<boolean> {
  const found = await openKey(key, access).read();
  return found !== undefined && access.clock.now() < found.value.expires_at;
}

/**
 * The record of a key: made now with the proposed ids, or found as it was made before.
 *
 * @throws RequestError `idempotency-key-reused` where the key stands for another request
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
 * The job behind a key. Where two keys met in one millisecond with one topic, the later one's job has the next id:
 * whoever looks passes over the records of other jobs.
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
