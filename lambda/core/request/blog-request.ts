import {
  type FieldName,
  type RequestField,
  type RequestInput,
  type RequestValues,
  requestFields,
  type SamplingField,
} from './request-fields.ts';

/** A request after validation and defaults. Texts are in NFC, trimmed, one line, without control tokens. */
export interface BlogRequest extends RequestValues {
  /** The `choice` fields that the caller set; absent if none. Records of jobs have it under this name. */
  readonly given?: readonly SamplingField[];
}

const fields = Object.entries(requestFields) as [
  FieldName,
  RequestField & { property: keyof RequestValues },
][];

/** Whether the caller set the field. */
export function isChosen({ given }: BlogRequest, field: SamplingField): boolean {
  return given?.includes(field) ?? false;
}

/** Fills in the defaults of the fields that the caller left out. */
export function withDefaults(input: RequestInput): BlogRequest {
  const request: Record<string, unknown> = {};
  for (const [, field] of fields) {
    const value = input[field.property] ?? defaultOf(field, request as unknown as BlogRequest);
    if (value !== undefined) request[field.property] = value;
  }
  const chosen = fields.filter(([, field]) => field.choice && input[field.property] !== undefined);
  if (chosen.length > 0) request.given = chosen.map(([name]) => name);
  return request as unknown as BlogRequest;
}

/** @param request the values of the fields before this one */
function defaultOf(field: RequestField, request: BlogRequest): number | undefined {
  if (field.kind === 'text') return undefined;
  return typeof field.default === 'function' ? field.default(request) : field.default;
}

const { blogTopic, ...defaults } = withDefaults({ blogTopic: '' });

/** The request of a topic alone, without the topic. */
export const requestDefaults: Omit<BlogRequest, 'blogTopic'> = defaults;

/** The fields that every fingerprint begins with, without names. Never change this: stored keys depend on it. */
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
 * A text that is the same for the same request after defaults. A newer field is part of it only if it differs from its
 * default, so that idempotency keys stay valid across a deploy.
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
