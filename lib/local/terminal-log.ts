import { UsageError } from '../command/command-error.ts';
import { isObject, parseObject } from '../command/json-object.ts';
import { printable, printableLine } from '../command/printable.ts';
import type { AnsweredRequest } from './gateway/http-api.ts';

/** What the local service prints while it runs. */
export interface TerminalLog {
  /** For what the functions write to standard output and error. */
  write(text: string): void;
  answered(request: AnsweredRequest): void;
}

/**
 * The log of the local service as a person reads it, a line for each request, each post of the worker, and each warning
 * and error; or as the deployed functions write it, with a line of JSON for each request.
 *
 * @param format the variable `LOG_FORMAT`: `text`, which is the default, or `json`
 * @param print called with whole lines, without terminal control characters
 * @throws UsageError for another format
 */
export function createTerminalLog(
  format: string | undefined,
  print: (text: string) => void,
  now: () => Date = () => new Date(),
): TerminalLog {
  if (format === 'json') {
    return {
      write: (text) => print(printable(text)),
      answered: ({ durationMs, ...request }) =>
        print(
          `${printable(JSON.stringify({ level: 'INFO', message: 'Request answered', timestamp: now().toISOString(), ...request, duration_ms: durationMs }))}\n`,
        ),
    };
  }
  if (format && format !== 'text') {
    throw new UsageError(`LOG_FORMAT may be "text", "json" or unset; received ${JSON.stringify(format)}.`);
  }
  const say = (text: string): void => print(`${now().toTimeString().slice(0, 8)}  ${printableLine(text)}\n`);
  let begun = '';
  return {
    write(text) {
      const lines = (begun + text).split('\n');
      begun = lines.pop() ?? '';
      for (const line of lines) {
        const readable = toReadable(line);
        if (readable !== undefined) say(readable);
      }
    },
    answered({ method, path, status, durationMs, note }) {
      say(`${method} ${path} ${status} in ${durationMs} ms${note === undefined ? '' : `: ${note}`}`);
    },
  };
}

/** A line of a function's log; undefined for metrics, and for what the line of its request already says. */
function toReadable(line: string): string | undefined {
  const fields = parseObject(line);
  if (fields === undefined) return line.trim() === '' ? undefined : line;
  if ('_aws' in fields) return undefined;
  const { level, message, request_id: requestId, blog_time: blogTime, reason, hint, error } = fields;
  if (level === 'INFO' && requestId !== undefined) return undefined;
  const parts = [
    level === 'INFO' ? message : `${level} ${message}`,
    blogTime,
    reason,
    describeError(error, String(message)),
    hint === undefined ? undefined : `→ ${hint}`,
  ];
  return parts.filter((part) => part !== undefined).join(' ');
}

/** @param said what the line says already */
function describeError(error: unknown, said: string): string | undefined {
  if (!isObject(error)) return undefined;
  const { name, message } = error;
  return said.includes(`${name}: ${message}`) ? undefined : `(${name}: ${message})`;
}
