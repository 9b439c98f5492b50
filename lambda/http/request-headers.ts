import { RequestError } from '../core/errors.ts';

type Headers = Readonly<Record<string, string | undefined>> | null | undefined;

/** The longest idempotency key, in characters. */
const maxKeyLength = 255;

/** A quoted string of RFC 8941, with parameters that mean nothing here. */
const quotedKey = /^"((?:[^"\\]|\\["\\])*)"\s*(?:;.*)?$/;

/** Whether the caller prefers an answer before the post is written: `Prefer: respond-async` (RFC 7240). */
export function prefersAsync(headers: Headers): boolean {
  const preferences = headers?.prefer?.split(',') ?? [];
  return preferences.some(
    (preference) => preference.split(';', 1)[0]?.trim().toLowerCase() === 'respond-async',
  );
}

/**
 * The caller's `Idempotency-Key`; quoted, as the IETF draft has it, and bare are one key.
 *
 * @returns `undefined` where the header is absent
 * @throws RequestError `invalid-request` for a key that is empty, too long or not one
 */
export function readIdempotencyKey(headers: Headers): string | undefined {
  const given = headers?.['idempotency-key'];
  if (given === undefined) return undefined;
  const trimmed = given.trim();
  const key = trimmed.startsWith('"') ? quotedKey.exec(trimmed)?.[1]?.replace(/\\(["\\])/g, '$1') : trimmed;
  const length = key === undefined ? 0 : [...key].length;
  if (key === undefined || length < 1 || length > maxKeyLength || /\p{Cc}/u.test(key)) {
    const received = key === undefined ? 'a quote that does not end' : `${length} characters`;
    throw new RequestError(
      'invalid-request',
      `The header Idempotency-Key must hold 1 to ${maxKeyLength} characters, such as a UUID; received ${received}.`,
    );
  }
  return key;
}

/** Whether the caller would rather have plain text than JSON (`Accept`, RFC 9110). JSON where both are as good. */
export function prefersText(headers: Headers): boolean {
  const ranges = (headers?.accept ?? '*/*').split(',').map(readMediaRange);
  const quality = (...names: string[]): number => {
    const exact = ranges.find(({ type }) => type === names[0]);
    return (exact ?? ranges.find(({ type }) => names.includes(type)))?.quality ?? 0;
  };
  return quality('text/plain', 'text/*', '*/*') > quality('application/json', 'application/*', '*/*');
}

function readMediaRange(range: string): { type: string; quality: number } {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const quality = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
  return { type, quality: Number.isNaN(quality) ? 0 : quality };
}
