import { invalidRequest, RequestError } from '../core/errors.ts';
import { isFields } from '../core/records/record-fields.ts';
import type { HttpEvent } from './http-event.ts';
import { describe, shorten } from './received.ts';

/** The largest body, in bytes after base64 decoding: many times what a valid request needs. */
const maxBodyBytes = 16 * 1024;

const example = '{"blog_topic":"What is Diffusion Model and GANs"}';

type BodyCarrier = Pick<HttpEvent, 'isBase64Encoded' | 'headers'> & Partial<Pick<HttpEvent, 'body'>>;

/**
 * The JSON object in a request's body, whatever its content type: API Gateway passes the body of `curl -d` on as a
 * form in base64.
 *
 * @throws RequestError `invalid-request`, `body-too-large`, or `unsupported-media-type` if the body is compressed, or
 * is not JSON and has the content type of another format
 */
export function readJsonObject(event: BodyCarrier): Record<string, unknown> {
  const text = readText(event);
  if (text.trim() === '') {
    throw invalidRequest(`The request has no body; send a JSON object such as ${example}.`);
  }
  const value = parseJson(text, event.headers['content-type']);
  if (isFields(value)) return value;
  throw invalidRequest(`The body must be a JSON object such as ${example}; received ${describe(value)}.`);
}

function readText({ body = '', isBase64Encoded, headers }: BodyCarrier): string {
  const encoding = isBase64Encoded ? 'base64' : 'utf8';
  // Measured before decoding, so that a large body is not copied.
  const size = Buffer.byteLength(body, encoding);
  if (size > maxBodyBytes) {
    throw new RequestError(
      'body-too-large',
      `The body may be ${maxBodyBytes} bytes at most; received ${size}. A topic takes up to 200 characters.`,
    );
  }
  const bytes = Buffer.from(body, encoding);
  assertNotCompressed(headers['content-encoding'], bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    assertMayHoldJson(headers['content-type']);
    throw notUtf8();
  }
}

/** Codings that change nothing, and a character set, which some clients send as one. */
const plainCodings = /^(?:identity|utf-?8)?$/i;

/** @throws RequestError `unsupported-media-type` for a body in a content coding such as gzip, stated or not */
function assertNotCompressed(contentEncoding: string | undefined, bytes: Buffer): void {
  const stated = contentEncoding?.split(',').find((coding) => !plainCodings.test(coding.trim()));
  // RFC 1952. If the gateway read the body as text, the second byte has become U+FFFD.
  const isGzip = bytes[0] === 0x1f && (bytes[1] === 0x8b || bytes.subarray(1, 4).toString() === '\uFFFD');
  if (stated === undefined && !isGzip) return;
  const coding = stated === undefined ? 'gzip, by its first bytes' : JSON.stringify(shorten(stated.trim()));
  throw new RequestError(
    'unsupported-media-type',
    `No Content-Encoding is supported; received ${coding}. Send the JSON as it is, uncompressed and without the header ` +
      `Content-Encoding: ${maxBodyBytes} bytes are room enough.`,
  );
}

function parseJson(text: string, contentType: string | undefined): unknown {
  try {
    return JSON.parse(text);
  } catch {
    assertMayHoldJson(contentType);
    // UTF-16 that was read as UTF-8, by the gateway or here.
    if (/[\0\uFFFD]/.test(text)) throw notUtf8();
    throw invalidRequest(
      `The body must be JSON such as ${example}; received ${JSON.stringify(shorten(text))}.`,
    );
  }
}

function notUtf8(): RequestError {
  return invalidRequest('The body is not valid UTF-8; send JSON encoded as UTF-8.');
}

/** The types under which clients send JSON, on purpose or by default: JSON, text, forms and octets. */
const typesOfJson =
  /^(?:|text\/.*|.*[/+]json|multipart\/form-data|application\/(?:x-www-form-urlencoded|octet-stream))$/;

/** @throws RequestError `unsupported-media-type` for a type under which no client sends JSON */
function assertMayHoldJson(contentType = ''): void {
  if (typesOfJson.test(contentType.split(/[;,]/, 1)[0]?.trim().toLowerCase() ?? '')) return;
  throw new RequestError(
    'unsupported-media-type',
    `The body must be JSON; received the content type ${JSON.stringify(shorten(contentType))} and a body that is not JSON. ` +
      `Send content-type: application/json and a body such as ${example}.`,
  );
}
