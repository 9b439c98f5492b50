import { invalidRequest, type RequestError } from '../core/errors.ts';
import { isFields } from '../core/records/record-fields.ts';
import { describe } from './received.ts';

/** What the handlers need of an event. */
export interface HttpEvent {
  /** With names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Empty if there is none. */
  readonly body: string;
  readonly isBase64Encoded: boolean;
  /** Percent-decoded. A custom domain's mapping key or a stage may come before the route. */
  readonly rawPath: string;
  readonly pathParameters: Readonly<Record<string, unknown>>;
  /** When the request reached the gateway, in milliseconds since 1970; absent if unknown. */
  readonly arrivedAt?: number;
  /** What the gateway's authorizer says about the caller. */
  readonly authorizer: Readonly<Record<string, unknown>>;
}

type Fields = Readonly<Record<string, unknown>>;

/** The fields of an event that are read; one that has none of them is of another kind. */
const fieldNames = 'version headers body isBase64Encoded rawPath pathParameters requestContext'.split(' ');

const expected =
  'This function reads events of an API Gateway HTTP API in payload format 2.0, such as ' +
  '{"version":"2.0","rawPath":"/blog","headers":{},"requestContext":{},"body":"…","isBase64Encoded":false}';

/**
 * Reads an event from any source: a test console, another trigger, a gateway with another payload format. Fields that
 * a hand-made event leaves out are absent or empty.
 *
 * @throws RequestError `invalid-request` if the event is not of payload format 2.0
 */
export function readHttpEvent(event: unknown): HttpEvent {
  if (!isFields(event)) throw unexpected(`the event ${describe(event)}`);
  const { version = '2.0', body, isBase64Encoded, rawPath } = event;
  if (version !== '2.0') throw unexpected(`one of the version ${describe(version)}`);
  // Events of payload format 1.0 and of load balancers may have no version.
  const foreign = ['httpMethod', 'multiValueHeaders'].find((name) => event[name] !== undefined);
  if (foreign !== undefined)
    throw unexpected(`one with "${foreign}", as load balancers and format 1.0 have it`);
  const names = Object.keys(event);
  if (names.length > 0 && !names.some((name) => fieldNames.includes(name)))
    throw unexpected(`one of ${describe(names.join(', '))}`);
  const requestContext = fieldsOf(event, 'requestContext');
  const { timeEpoch } = requestContext;
  return {
    headers: readHeaders(fieldsOf(event, 'headers')),
    body: ofType(String, body, 'body') ?? '',
    isBase64Encoded: ofType<boolean>(Boolean, isBase64Encoded, 'isBase64Encoded') ?? false,
    rawPath: ofType(String, rawPath, 'rawPath') ?? '',
    pathParameters: fieldsOf(event, 'pathParameters'),
    authorizer: fieldsOf(requestContext, 'authorizer'),
    ...(typeof timeEpoch === 'number' && Number.isFinite(timeEpoch) && { arrivedAt: timeEpoch }),
  };
}

/** The gateway's request id, even if the rest of the event is invalid. @param otherwise if there is none */
export function requestIdOf(event: unknown, otherwise: string): string {
  const requestId = isFields(event) && isFields(event.requestContext) && event.requestContext.requestId;
  return typeof requestId === 'string' && requestId !== '' ? requestId : otherwise;
}

/** Header names are case-insensitive: the gateway sends lower case, a hand-made event may not. */
function readHeaders(headers: Fields): Record<string, string> {
  const read = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    const text = ofType(String, value, `header ${describe(name)}`);
    const key = name.toLowerCase();
    if (text !== undefined) read.set(key, read.has(key) ? `${read.get(key)},${text}` : text);
  }
  return Object.fromEntries(read);
}

function fieldsOf(parent: Fields, name: string): Fields {
  const value = parent[name] ?? {};
  if (!isFields(value)) throw unexpected(`the ${name} ${describe(value)}`);
  return value;
}

/** @returns `undefined` for null too, which hand-made events have where the gateway leaves a field out */
function ofType<T>(
  type: { (value?: unknown): T; name: string },
  value: unknown,
  name: string,
): T | undefined {
  if (value === undefined || value === null) return undefined;
  const expected = type.name.toLowerCase();
  if (typeof value === expected) return value as T;
  throw unexpected(`the ${name} ${describe(value)}, which must be a ${expected}`);
}

function unexpected(received: string): RequestError {
  return invalidRequest(`${expected}; received ${received}.`);
}
