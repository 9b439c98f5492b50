import { parseArgs } from 'node:util';
import type { BlogOrder } from './blog-client.ts';
import { CommandError } from './command-error.ts';

/** What `npm run blog` was asked for. */
export interface BlogArguments {
  help: boolean;
  json: boolean;
  /** `name=value` of each `-c`. */
  context: string[];
  order: BlogOrder;
}

/** Options that are fields of the request under another spelling. */
const fieldOptions = ['word-count', 'style', 'tone', 'max-gen-len', 'temperature', 'top-p'] as const;
const textFields: readonly string[] = ['style', 'tone'];

/** @param help follows messages on options that are not known @throws CommandError */
export function readBlogArguments(args: readonly string[], help: string): BlogArguments {
  const { values, positionals } = parse(args, help);
  const common = { help: values.help ?? false, json: values.json ?? false, context: values.context ?? [] };
  if (positionals.length === 0 && !common.help) throw new CommandError(`A topic is missing.\n\n${help}`);
  const fields = fieldOptions.flatMap((option) => {
    const value = values[option];
    return value === undefined
      ? []
      : [[option.replaceAll('-', '_'), textFields.includes(option) ? value : asNumber(value)]];
  });
  const key = values['idempotency-key'];
  return {
    ...common,
    order: {
      fields: { blog_topic: positionals.join(' '), ...Object.fromEntries(fields) },
      respondAsync: values.async ?? false,
      ...(key === undefined ? {} : { idempotencyKey: asHeader(key) }),
    },
  };
}

function parse(args: readonly string[], help: string) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...(Object.fromEntries(fieldOptions.map((name) => [name, { type: 'string' }])) as Record<
          (typeof fieldOptions)[number],
          { type: 'string' }
        >),
        async: { type: 'boolean' },
        'idempotency-key': { type: 'string' },
        json: { type: 'boolean' },
        context: { type: 'string', short: 'c', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new CommandError(`${(error as Error).message}\n\n${help}`);
  }
}

/** A text that is no number goes out as it is, so that the service's own message answers it. */
function asNumber(text: string): number | string {
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** An HTTP client refuses other headers before the service can. */
function asHeader(key: string): string {
  if (/^[\x20-\x7e]*$/.test(key)) return key;
  throw new CommandError(
    `--idempotency-key goes into an HTTP header: supply ASCII characters, such as a UUID; received ${JSON.stringify(key)}.`,
  );
}
