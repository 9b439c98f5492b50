import {
  type FieldName,
  type RequestField,
  type RequestInput,
  type RequestValues,
  requestFields,
  type SamplingField,
} from './request-fields.ts';

/** What a caller asks for, after validation and defaults. Texts are in NFC, trimmed, one line, without control tokens. */
export interface BlogRequest extends RequestValues {
  /** Which of the fields that some models take only by choice the caller chose. Absent where none was. */
  readonly given?: readonly SamplingField[];
}

const fields = Object.entries(requestFields) as [
  FieldName,
  RequestField & { property: keyof RequestValues },
][];

/** Whether the caller chose the field, rather than its default. */
export function isGiven({ given }: BlogRequest, field: SamplingField): boolean {
  return given?.includes(field) ?? false;
}

/** The request of a caller, with the defaults for the fields left out. */
export function withDefaults(input: RequestInput): BlogRequest {
  const request: Record<string, unknown> = {};
  for (const [, field] of fields) {
    const value = input[field.property] ?? defaultOf(field, request as unknown as BlogRequest);
    if (value !== undefined) request[field.property] = value;
  }
  const given = fields.filter(([, field]) => field.choice && input[field.property] !== undefined);
  if (given.length > 0) request.given = given.map(([name]) => name);
  return request as unknown as BlogRequest;
}

/** @param request the values of the fields before this one */
function defaultOf(field: RequestField, request: BlogRequest): number | undefined {
  if (field.kind === 'text') return undefined;
  return typeof field.default === 'function' ? field.default(request) : field.default;
}

const { blogTopic, ...defaults } = withDefaults({ blogTopic: '' });

/** What a topic alone leaves to the defaults. */
export const requestDefaults: Omit<BlogRequest, 'blogTopic'> = defaults;

/** The fields that every fingerprint begins with, without their names. Keys in buckets depend on them: never change this. */
const unnamedFields: readonly FieldName[] = [
  'blog_topic',
  'word_count',
  'style',
  'tone',
  'max_gen_len',
  'temperature',
  'top_p',
];

/**
 * What an idempotency key stands for: the request after defaults as one text, the same for the same request. A field
 * that came later is part of it where it differs from its default, so that a key stays good across a deploy.
 */
export function fingerprintText(request: BlogRequest): string {
  const named = fields
    .filter(([name]) => !unnamedFields.includes(name))
    .map(([name, field]) => [name, request[field.property], defaultOf(field, request)])
    .filter(([, value, usual]) => value !== usual)
    .map(([name, value]) => [name, value]);
  return JSON.stringify([
    ...unnamedFields.map((name) => request[requestFields[name].property] ?? null),
    ...named,
  ]);
}
