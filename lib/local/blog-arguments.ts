import {
  type FieldName,
  type RequestField,
  type RequiredField,
  requestFields,
} from '../../lambda/core/request/request-fields.ts';
import { UsageError } from '../command/command-error.ts';
import type { CommandLine } from '../command/command-line.ts';
import type { BlogOrder } from './blog-client.ts';

type OptionalField = Exclude<FieldName, RequiredField>;
type Hyphenated<Name extends string> = Name extends `${infer First}_${infer Rest}`
  ? `${First}-${Hyphenated<Rest>}`
  : Name;

/** The fields that are options: all but the topic, which is the positional argument. */
const optionalFields = (Object.entries(requestFields) as [OptionalField, RequestField][])
  .filter(([, field]) => !field.required)
  .map(([name, field]) => ({ name, field, option: name.replaceAll('_', '-') as Hyphenated<OptionalField> }));

/** The options of `npm run blog` that belong to the request. */
export const orderOptions = {
  ...(Object.fromEntries(optionalFields.map(({ option }) => [option, { type: 'string' }])) as {
    readonly [Name in OptionalField as Hyphenated<Name>]: { readonly type: 'string' };
  }),
  async: { type: 'boolean' },
  'idempotency-key': { type: 'string' },
} as const;

/** The type and bounds of a field: `integer, 50 to 1000`. */
export function describeField(field: RequestField): string {
  if (field.kind === 'text') return `string, 1 to ${field.maxLength} characters`;
  return `${field.kind}, ${field.min} to ${field.max}`;
}

/** The lines of `--help` about the fields. */
export const fieldsHelp = optionalFields
  .map(
    ({ option, field }) =>
      `  ${`--${option} ${field.kind === 'text' ? 'text' : 'n'}`.padEnd(23)}${describeField(field)}`,
  )
  .join('\n');

/** The request that `npm run blog` sends. @throws UsageError */
export function readBlogOrder({ values, positionals }: CommandLine<typeof orderOptions>): BlogOrder {
  if (positionals.length === 0) {
    throw new UsageError('A topic is missing. Supply it in quotes, after "--": npm run blog -- "Cats"');
  }
  const fields: Record<string, unknown> = { blog_topic: positionals.join(' ') };
  for (const { name, option, field } of optionalFields) {
    const value = values[option];
    if (value !== undefined) fields[name] = field.kind === 'text' ? value : asNumber(value);
  }
  const key = values['idempotency-key'];
  return {
    fields,
    respondAsync: values.async ?? false,
    ...(key === undefined ? {} : { idempotencyKey: asHeader(key) }),
  };
}

/** Text that is not a number is sent unchanged, so that the service's own message is returned. */
function asNumber(text: string): number | string {
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** HTTP clients reject other headers before the service can. */
function asHeader(key: string): string {
  if (/^[\x20-\x7e]*$/.test(key)) return key;
  throw new UsageError(
    `--idempotency-key is sent as an HTTP header: supply ASCII characters, such as a UUID; received ${JSON.stringify(key)}.`,
  );
}
