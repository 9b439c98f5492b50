import { type FailureKind, failureKinds } from '../errors.ts';
import { type OpenRecord, openRecord, type RecordAccess } from '../records/open-record.ts';
import { type Check, isFields, isNumber, isText, orAbsent, readField } from '../records/record-fields.ts';
import { jobRecordName } from '../records/record-keys.ts';
import { type RecordFields, RecordShapeError } from '../records/records.ts';
import { type BlogRequest, withDefaults } from '../request/blog-request.ts';
import {
  type RequestField,
  type RequestInput,
  requestFields,
  type SamplingField,
} from '../request/request-fields.ts';
import type { Holder, Job } from './job.ts';

/** Opens the record of a job. */
export function openJob(blogId: string, access: RecordAccess): OpenRecord<Job> {
  return openRecord(jobRecordName(blogId), parseJob, access);
}

const isFailure: Check<FailureKind> = (value): value is FailureKind =>
  failureKinds.some((kind) => kind === value);
const isFieldNames: Check<SamplingField[]> = (value): value is SamplingField[] =>
  Array.isArray(value) && value.every((name) => name in requestFields);

/** The job in a record of version 1. @throws RecordShapeError */
function parseJob(fields: RecordFields): Job {
  const blogId = readField(fields, 'blog_id', isText);
  const common = {
    blog_id: blogId,
    job_id: readField(fields, 'job_id', isText),
    request: parseRequest(readField(fields, 'request', isFields)),
    object_id: readField(fields, 'object_id', isText),
    fails_at: readField(fields, 'fails_at', isNumber),
    expires_at: readField(fields, 'expires_at', isNumber),
    ...(fields.uses_fallback === true && { uses_fallback: true as const }),
    model_calls: readField(fields, 'model_calls', isNumber),
  };
  switch (fields.status) {
    case 'queued':
      return { ...common, status: 'queued', queued_at: readField(fields, 'queued_at', isNumber) };
    case 'running': {
      const holder = readField(fields, 'holder', orAbsent(isFields));
      return { ...common, status: 'running', ...(holder && { holder: parseHolder(holder) }) };
    }
    case 'done':
      return { ...common, status: 'done' };
    case 'failed':
      return { ...common, status: 'failed', failure: readField(fields, 'failure', isFailure) };
    default:
      throw new RecordShapeError('has no valid status');
  }
}

/** The request in a record. Fields that are newer than the record have their defaults. */
function parseRequest(fields: RecordFields): BlogRequest {
  const input: Record<string, unknown> = {};
  for (const { property, kind, required } of Object.values<RequestField>(requestFields)) {
    const check: Check = kind === 'text' ? isText : isNumber;
    input[property] = readField(fields, property, required ? check : orAbsent(check));
  }
  const { given: _, ...request } = withDefaults(input as unknown as RequestInput);
  const given = readField(fields, 'given', orAbsent(isFieldNames));
  return { ...request, ...(given && { given }) };
}

function parseHolder(fields: RecordFields): Holder {
  const heldAt = readField(fields, 'held_at', orAbsent(isNumber));
  return {
    id: readField(fields, 'id', isText),
    lease_until: readField(fields, 'lease_until', isNumber),
    ...(heldAt !== undefined && { held_at: heldAt }),
  };
}
