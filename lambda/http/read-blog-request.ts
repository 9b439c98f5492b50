import { type FieldError, invalidFields } from '../core/errors.ts';
import { findControlToken } from '../core/post/control-tokens.ts';
import { buildInstruction } from '../core/post/prompt.ts';
import { type BlogRequest, withDefaults } from '../core/request/blog-request.ts';
import { type RequestField, type RequestInput, requestFields } from '../core/request/request-fields.ts';
import { findTextFault, normalizeText } from '../core/request/text-rules.ts';
import { describe, shorten } from './received.ts';

const fields = Object.entries<RequestField>(requestFields);

/** A body may have thousands of unknown fields: the first few are reported. */
const maxReportedErrors = 20;

/** Validates a body. @throws RequestError `invalid-request` with every field that is at fault */
export function readBlogRequest(body: Record<string, unknown>): BlogRequest {
  const errors = [
    ...fields.map(([name, field]) => ({ field: name, message: faultOf(field, body[name]) })).filter(isFault),
    ...unknownFields(body),
  ];
  if (errors.length > 0) throw invalidFields(errors.slice(0, maxReportedErrors));
  const values = fields.map(([name, { property }]) => {
    const value = body[name];
    return [property, typeof value === 'string' ? normalizeText(value) : value];
  });
  // Each value is of its field's kind by now.
  const request = withDefaults(Object.fromEntries(values) as RequestInput);
  // Two fields can each hold half of a token.
  const token = findControlToken(buildInstruction(request));
  if (token !== undefined) {
    const message = `must not form a model control token together; received ${describe(token)}`;
    const texts = fields.filter(([name, { kind, inPrompt }]) => inPrompt && kind === 'text' && name in body);
    throw invalidFields(texts.map(([field]) => ({ field, message })));
  }
  return request;
}

const isFault = (found: { field: string; message: string | undefined }): found is FieldError =>
  found.message !== undefined;

function faultOf(field: RequestField, value: unknown): string | undefined {
  if (value === undefined && !field.required) return undefined;
  if (field.kind === 'text') {
    const { maxLength, labels } = field;
    const expected = `a string of 1 to ${maxLength} characters`;
    if (typeof value === 'string') return findTextFault(normalizeText(value), maxLength, labels);
    return value === undefined
      ? `is required: ${expected}`
      : `must be ${expected}; received ${describe(value)}`;
  }
  const { kind, min, max } = field;
  const fits = typeof value === 'number' && value >= min && value <= max;
  if (fits && (kind === 'number' || Number.isInteger(value))) return undefined;
  return `must be ${kind === 'integer' ? 'an integer' : 'a number'} from ${min} to ${max}; received ${describe(value)}`;
}

function unknownFields(body: Record<string, unknown>): FieldError[] {
  const known = Object.keys(requestFields);
  const message = `is not a field of this request; known are ${known.join(', ')}`;
  return Object.keys(body)
    .filter((name) => !known.includes(name))
    .map((name) => ({ field: shorten(name), message }));
}
