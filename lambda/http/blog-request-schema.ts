import * as v from 'valibot';
import { type FieldError, invalidFields } from '../core/errors.ts';
import { findControlToken } from '../core/post/control-tokens.ts';
import { buildInstruction } from '../core/post/prompt.ts';
import { type BlogRequest, withDefaults } from '../core/request/blog-request.ts';
import {
  type NumberField,
  type RequestField,
  type RequestInput,
  type RequiredField,
  requestFields,
  type TextField,
} from '../core/request/request-fields.ts';
import { findTextFault, normalizeText } from '../core/request/text-rules.ts';

const schemas = {
  text: ({ maxLength, labels }: TextField) =>
    v.pipe(
      v.string(
        (issue) => `must be a string of 1 to ${maxLength} characters; received ${describe(issue.input)}`,
      ),
      v.transform(normalizeText),
      v.rawCheck(({ dataset, addIssue }) => {
        const fault = dataset.typed ? findTextFault(dataset.value, maxLength, labels) : undefined;
        if (fault !== undefined) addIssue({ message: fault });
      }),
    ),

  number({ kind, min, max }: NumberField) {
    const message = ({ input }: { input: unknown }) =>
      `must be ${kind === 'integer' ? 'an integer' : 'a number'} from ${min} to ${max}; received ${describe(input)}`;
    const bounded = v.pipe(v.number(message), v.minValue(min, message), v.maxValue(max, message));
    return kind === 'integer' ? v.pipe(bounded, v.integer(message)) : bounded;
  },
};

function toSchema(field: RequestField): v.GenericSchema {
  const schema = field.kind === 'text' ? schemas.text(field) : schemas.number(field);
  return field.required ? schema : v.optional(schema as v.GenericSchema);
}

const fields = Object.entries<RequestField>(requestFields);

/** The body of `POST /blog`: a JSON object with these fields and no others. */
export const blogRequestSchema = v.strictObject(
  Object.fromEntries(fields.map(([name, field]) => [name, toSchema(field)])),
);

/** A body may have thousands of unknown fields: the first few are reported. */
const maxReportedErrors = 20;

/** Validates a body. @throws RequestError `invalid-request` with every field that is at fault */
export function readBlogRequest(body: Record<string, unknown>): BlogRequest {
  const result = v.safeParse(blogRequestSchema, body, { abortPipeEarly: true });
  if (!result.success) {
    const errors = [...result.issues.filter(isOfKnownField).map(toFieldError), ...unknownFields(body)];
    throw invalidFields(errors.slice(0, maxReportedErrors));
  }
  const values = fields.map(([name, { property }]) => [property, result.output[name]]);
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

/** Valibot reports only the first unknown field; `unknownFields` reports all. */
function isOfKnownField(issue: v.BaseIssue<unknown>): boolean {
  return !(issue.type === 'strict_object' && issue.expected === 'never');
}

function toFieldError(issue: v.BaseIssue<unknown>): FieldError {
  const field = String(issue.path?.[0]?.key);
  if (issue.type !== 'strict_object') return { field, message: issue.message };
  const { maxLength } = requestFields[field as RequiredField];
  return { field, message: `is required: a string of 1 to ${maxLength} characters` };
}

function unknownFields(body: Record<string, unknown>): FieldError[] {
  const known = Object.keys(requestFields);
  const message = `is not a field of this request; known are ${known.join(', ')}`;
  return Object.keys(body)
    .filter((name) => !known.includes(name))
    .map((name) => ({ field: cut(name), message }));
}

/** A received value as JSON, shortened for a message. */
function describe(value: unknown): string {
  // JSON.parse reads 1e999 as Infinity.
  if (typeof value === 'number' && !Number.isFinite(value)) return 'a number too large';
  try {
    return cut(JSON.stringify(value) ?? String(value));
  } catch {
    // 16 kB of brackets overflow the stack.
    return 'a value nested too deeply';
  }
}

/** At most 60 code units, without half a character: an answer must be well-formed Unicode. */
function cut(text: string): string {
  return (text.length > 60 ? `${text.slice(0, 60)}…` : text).toWellFormed();
}
