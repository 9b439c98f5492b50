import { RequestError } from '../core/errors.ts';

/** What the handlers read of an event. */
export interface HttpEvent {
  /** By names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  /** Empty where there is none. */
  readonly body: string;
  readonly isBase64Encoded: boolean;
  /** Percent-decoded, with whatever stands before the route: a custom domain's mapping key, or a stage. */
  readonly rawPath: string;
  readonly pathParameters: Readonly<Record<string, unknown>>;
  /** When the request reached the gateway, in milliseconds since 1970; absent where it is not said. */
  readonly arrivedAt?: number;
  /** What the gateway's authorizer says of the caller. */
  readonly authorizer: Readonly<Record<string, unknown>>;
}

type Fields = Readonly<Record<string, unknown>>;

const expected =
  'This function reads events of an API Gateway HTTP API in payload format 2.0, such as ' +
  '{"version":"2.0","rawPath":"/blog","headers":{},"requestContext":{},"body":"…","isBase64Encoded":false}';

/**
 * Reads an event that may come from anywhere: a test console, another trigger, a gateway that is set to another format.
 * What a hand-made event leaves out is none or empty.
 *
 * @throws RequestError `invalid-request` for what is no event of payload format 2.0
 */
export function readHttpEvent(event: unknown): HttpEvent {
  if (!isObject(event)) throw unexpected(`the event ${describe(event)}`);
  const { version = '2.0', httpMethod, body, isBase64Encoded, rawPath } = event;
  if (version !== '2.0') throw unexpected(`one of the version ${describe(version)}`);
  // Without a version of its own: payload format 1.0 and the events of a load balancer, whose headers stand elsewhere.
  if (httpMethod !== undefined)
    throw unexpected('one with "httpMethod", as load balancers and format 1.0 have it');
  const requestContext = fieldsOf(event, 'requestContext');
  const { timeEpoch } = requestContext;
  return {
    headers: readHeaders(fieldsOf(event, 'headers')),
    body: ofType('string', body, 'body') ?? '',
    isBase64Encoded: ofType('boolean', isBase64Encoded, 'isBase64Encoded') ?? false,
    rawPath: ofType('string', rawPath, 'rawPath') ?? '',
    pathParameters: fieldsOf(event, 'pathParameters'),
    authorizer: fieldsOf(requestContext, 'authorizer'),
    ...(typeof timeEpoch === 'number' && Number.isFinite(timeEpoch) && { arrivedAt: timeEpoch }),
  };
}

/** The gateway's id of a request, whatever else is wrong with its event. @param otherwise where there is none */
export function requestIdOf(event: unknown, otherwise: string): string {
  const requestId = isObject(event) && isObject(event.requestContext) && event.requestContext.requestId;
  return typeof requestId === 'string' && requestId !== '' ? requestId : otherwise;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** HTTP knows no case in the names of headers; the gateway writes small letters, people do not. */
function readHeaders(headers: Fields): Record<string, string> {
  const read = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    const text = ofType('string', value, `header ${describe(name)}`);
    if (text === undefined) continue;
    const key = name.toLowerCase();
    const other = read.get(key);
    read.set(key, other === undefined ? text : `${other},${text}`);
  }
  return Object.fromEntries(read);
}

function fieldsOf(parent: Fields, name: string): Fields {
  const value = parent[name] ?? {};
  if (!isObject(value)) throw unexpected(`the ${name} ${describe(value)}`);
  return value;
}

interface Types {
  string: string;
  boolean: boolean;
}

/** @returns `undefined` where there is no value: hand-made events say null where the gateway leaves a field out */
function ofType<T extends keyof Types>(type: T, value: unknown, name: string): Types[T] | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== type) throw unexpected(`the ${name} ${describe(value)}, which must be a ${type}`);
  return value as Types[T];
}

function unexpected(received: string): RequestError {
  return new RequestError('invalid-request', `${expected}; received ${received}.`);
}

/** A value in a few words, never whole: it may be large, or nested without end. */
function describe(value: unknown): string {
  if (Array.isArray(value)) return 'that is an array';
  if (isObject(value)) return 'that is an object';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return (text.length > 60 ? `${text.slice(0, 60)}…` : text).toWellFormed();
}
