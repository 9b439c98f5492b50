import { UsageError } from '../command/command-error.ts';
import type { CommandLine } from '../command/command-line.ts';
import type { BlogOrder } from './blog-client.ts';

/** The options of `npm run blog` that say what is ordered. */
export const orderOptions = {
  'word-count': { type: 'string' },
  style: { type: 'string' },
  tone: { type: 'string' },
  'max-gen-len': { type: 'string' },
  temperature: { type: 'string' },
  'top-p': { type: 'string' },
  async: { type: 'boolean' },
  'idempotency-key': { type: 'string' },
} as const;

/** Options that are fields of the request under another spelling. */
const textFields = ['style', 'tone'] as const;
const numberFields = ['word-count', 'max-gen-len', 'temperature', 'top-p'] as const;

/**
 * Refuses options that npm took for its own, because no `--` stands before them: it leaves their values to the topic.
 *
 * @param environment of the process, where npm names what it took
 * @throws UsageError
 */
export function assertNoneLost(environment: Readonly<Record<string, string | undefined>>): void {
  const lost = Object.keys(orderOptions).find(
    (name) => environment[`npm_config_${name.replaceAll('-', '_')}`] !== undefined,
  );
  if (lost === undefined) return;
  throw new UsageError(
    `npm took --${lost} for its own. Put "--" before the options: npm run blog -- --word-count 50 "Cats"`,
  );
}

/** What `npm run blog` was asked for. @throws UsageError */
export function readBlogOrder({ values, positionals }: CommandLine<typeof orderOptions>): BlogOrder {
  if (positionals.length === 0) {
    throw new UsageError('A topic is missing. Give it in quotes, after "--": npm run blog -- "Cats"');
  }
  const fields: Record<string, unknown> = { blog_topic: positionals.join(' ') };
  for (const name of textFields) {
    if (values[name] !== undefined) fields[name] = values[name];
  }
  for (const name of numberFields) {
    if (values[name] !== undefined) fields[name.replaceAll('-', '_')] = asNumber(values[name]);
  }
  const key = values['idempotency-key'];
  return {
    fields,
    respondAsync: values.async ?? false,
    ...(key === undefined ? {} : { idempotencyKey: asHeader(key) }),
  };
}

/** A text that is no number goes out as it is, so that the service's own message answers it. */
function asNumber(text: string): number | string {
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** An HTTP client refuses other headers before the service can. */
function asHeader(key: string): string {
  if (/^[\x20-\x7e]*$/.test(key)) return key;
  throw new UsageError(
    `--idempotency-key goes into an HTTP header: supply ASCII characters, such as a UUID; received ${JSON.stringify(key)}.`,
  );
}
