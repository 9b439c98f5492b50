import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { RequestError } from '../core/errors.ts';

/** The largest body taken, in bytes after base64 decoding: many times what the largest valid request needs. */
export const maxBodyBytes = 16 * 1024;

const example = '{"blog_topic":"What is Diffusion Model and GANs"}';

type BodyCarrier = Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded' | 'headers'>;

/**
 * The JSON object in a request's body, whatever its content type: API Gateway hands `curl -d` over as a form in
 * base64.
 *
 * @throws RequestError `invalid-request`, `body-too-large`, or `unsupported-media-type` where the body is no JSON
 * and its content type names a format that could not have been any
 */
export function readJsonObject(event: BodyCarrier): Record<string, unknown> {
  const text = readText(event);
  if (text.trim() === '') {
    throw new RequestError(
      'invalid-request',
      `The request has no body; send a JSON object such as ${example}.`,
    );
  }
  const value = parseJson(text, event.headers?.['content-type']);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const received = value === null ? 'null' : Array.isArray(value) ? 'an array' : `a ${typeof value}`;
    throw new RequestError(
      'invalid-request',
      `The body must be a JSON object such as ${example}; received ${received}.`,
    );
  }
  return value as Record<string, unknown>;
}

function readText(event: BodyCarrier): string {
  const { isBase64Encoded } = event;
  // Test consoles and hand-made events say null where the gateway leaves the field out.
  const body = event.body ?? '';
  // Measured before decoding, so that what is too large is never copied.
  const size = isBase64Encoded
    ? Math.floor((body.replace(/=+$/, '').length * 3) / 4)
    : Buffer.byteLength(body);
  if (size > maxBodyBytes) {
    throw new RequestError(
      'body-too-large',
      `The body may be ${maxBodyBytes} bytes at most; received ${size}. A topic takes up to 200 characters.`,
    );
  }
  if (!isBase64Encoded) return body.replace(/^\uFEFF/, '');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(body, 'base64'));
  } catch {
    assertMayHoldJson(event.headers?.['content-type']);
    throw new RequestError('invalid-request', 'The body is not valid UTF-8; send JSON encoded as UTF-8.');
  }
}

function parseJson(text: string, contentType: string | undefined): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const received = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
    assertMayHoldJson(contentType);
    throw new RequestError(
      'invalid-request',
      `The body must be JSON such as ${example}; received ${received}.`,
    );
  }
}

/** @throws RequestError `unsupported-media-type` for a type under which no client sends JSON */
function assertMayHoldJson(contentType: string | undefined): void {
  if (contentType === undefined || mayHoldJson(contentType)) return;
  throw new RequestError(
    'unsupported-media-type',
    `The body must be JSON; received the content type ${JSON.stringify(contentType.slice(0, 100))} and a body that is none. ` +
      `Send content-type: application/json and a body such as ${example}.`,
  );
}

/** JSON, text, forms and octets: the types under which clients are known to send JSON, on purpose or by default. */
function mayHoldJson(contentType: string): boolean {
  const mediaType = contentType.split(/[;,]/, 1)[0]?.trim().toLowerCase() ?? '';
  return (
    mediaType === '' ||
    /^text\/|^application\/(?:.+\+)?json$|[/+]json$/.test(mediaType) ||
    ['application/x-www-form-urlencoded', 'multipart/form-data', 'application/octet-stream'].includes(
      mediaType,
    )
  );
}
