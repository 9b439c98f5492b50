import { invalidRequest, type RequestError } from '../core/errors.ts';
import type { HttpEvent } from './http-event.ts';

type Headers = HttpEvent['headers'];

/** The longest idempotency key, in characters. */
const maxKeyLength = 255;

/** A quoted string of RFC 8941; its parameters are ignored. */
const quotedKey = /^"((?:[^"\\]|\\["\\])*)"\s*(?:;.*)?$/;

/** A member of a list header (RFC 9110, 5.6.1): commas in quoted strings do not end it. */
const listMember = /(?:"(?:[^"\\]|\\.)*"?|[^",])+/gs;

/** Whether the caller asks not to wait for the post: `Prefer: respond-async` (RFC 7240). */
export function prefersAsync(headers: Headers): boolean {
  const preferences = headers.prefer?.match(listMember) ?? [];
  // RFC 7240: an empty value is the same as no value.
  return preferences.some((preference) => /^\s*respond-async\s*(?:=\s*(?:""\s*)?)?(?:;|$)/i.test(preference));
}

/**
 * The caller's `Idempotency-Key`, which may be quoted, as in the IETF draft, or bare.
 *
 * @returns `undefined` if the header is absent
 * @throws RequestError `invalid-request` for a key that is empty, too long or malformed
 */
export function readIdempotencyKey(headers: Headers): string | undefined {
  const trimmed = headers['idempotency-key']?.trim();
  if (trimmed === undefined) return undefined;
  const key = trimmed.startsWith('"') ? quotedKey.exec(trimmed)?.[1]?.replace(/\\(["\\])/g, '$1') : trimmed;
  if (key === undefined) throw invalidKey('a value that begins with a quote but is not a quoted string');
  const length = [...key].length;
  if (length < 1 || length > maxKeyLength) throw invalidKey(`${length} characters`);
  if (/\p{Cc}/u.test(key)) throw invalidKey('a control character, or a character that is not ASCII');
  return key;
}

function invalidKey(received: string): RequestError {
  return invalidRequest(
    `The header Idempotency-Key must have 1 to ${maxKeyLength} characters, such as a UUID; received ${received}.`,
  );
}
