import { RequestError } from '../core/errors.ts';
import type { HttpEvent } from './http-event.ts';
import { listMembers } from './list-header.ts';

type Headers = HttpEvent['headers'];

/** The longest idempotency key, in characters. */
const maxKeyLength = 255;

/** A quoted string of RFC 8941, with parameters that mean nothing here. */
const quotedKey = /^"((?:[^"\\]|\\["\\])*)"\s*(?:;.*)?$/;

/** Whether the caller prefers an answer before the post is written: `Prefer: respond-async` (RFC 7240). */
export function prefersAsync(headers: Headers): boolean {
  const preferences = listMembers(headers.prefer ?? '');
  // RFC 7240: an empty value is the same as none.
  return preferences.some((preference) => /^\s*respond-async\s*(?:=\s*(?:""\s*)?)?(?:;|$)/i.test(preference));
}

/**
 * The caller's `Idempotency-Key`; quoted, as the IETF draft has it, and bare are one key.
 *
 * @returns `undefined` where the header is absent
 * @throws RequestError `invalid-request` for a key that is empty, too long or not one
 */
export function readIdempotencyKey(headers: Headers): string | undefined {
  const given = headers['idempotency-key'];
  if (given === undefined) return undefined;
  const trimmed = given.trim();
  const key = trimmed.startsWith('"') ? quotedKey.exec(trimmed)?.[1]?.replace(/\\(["\\])/g, '$1') : trimmed;
  if (key === undefined) throw invalidKey('a text that begins with a quote and is no quoted string');
  const length = [...key].length;
  if (length < 1 || length > maxKeyLength) throw invalidKey(`${length} characters`);
  if (/\p{Cc}/u.test(key)) throw invalidKey('a control character, or a character that is not ASCII');
  return key;
}

function invalidKey(received: string): RequestError {
  return new RequestError(
    'invalid-request',
    `The header Idempotency-Key must hold 1 to ${maxKeyLength} characters, such as a UUID; received ${received}.`,
  );
}

/** Whether the caller would rather have plain text than JSON (`Accept`, RFC 9110). JSON where both are as good. */
export function prefersText(headers: Headers): boolean {
  const ranges = (headers.accept ?? '*/*').split(',').map(readMediaRange);
  // The most specific range decides, wherever it stands.
  const quality = (...names: string[]): number =>
    names.map((name) => ranges.find(({ type }) => type === name)).find((range) => range !== undefined)
      ?.quality ?? 0;
  return quality('text/plain', 'text/*', '*/*') > quality('application/json', 'application/*', '*/*');
}

function readMediaRange(range: string): { type: string; quality: number } {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const quality = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
  return { type, quality: Number.isNaN(quality) ? 0 : quality };
}
