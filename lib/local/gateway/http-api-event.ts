import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** A request id in API Gateway's format. */
export function newRequestId(): string {
  return randomBytes(11).toString('base64');
}

/**
 * The path of a request as API Gateway sends it to the function: percent-decoded once, and cut at a decoded `?`.
 *
 * @throws URIError for a malformed percent-encoding, or bytes that are not UTF-8
 */
export function decodeRawPath(url: string): string {
  const [path = ''] = url.split('?', 1);
  return decodeURIComponent(path).split('?', 1)[0] || '/';
}

/** Whether API Gateway sends the body as text. Everything else is sent in base64, also the form of `curl -d`. */
function isTextual(contentType: string | undefined): boolean {
  const mediaType = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return /^text\/|^application\/(?:json|xml|javascript)$/.test(mediaType);
}

/** A request in API Gateway's payload format 2.0: the fields that the functions can use. @param routeKey such as `POST /blog` */
export function toPayloadV2(
  request: IncomingMessage,
  body: Buffer,
  routeKey: string,
  pathParameters: Record<string, string>,
): APIGatewayProxyEventV2 {
  const headers = Object.fromEntries(
    Object.entries(request.headersDistinct).map(([name, values]) => [name, values?.join(',')]),
  );
  const url = request.url ?? '/';
  const rawQueryString = url.includes('?') ? url.slice(url.indexOf('?') + 1) : '';
  const isBase64Encoded = body.length > 0 && !isTextual(request.headers['content-type']);
  const now = new Date();
  return {
    version: '2.0',
    routeKey,
    rawPath: decodeRawPath(url),
    rawQueryString,
    headers,
    pathParameters,
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: request.headers.host ?? '127.0.0.1',
      domainPrefix: 'local',
      http: {
        method: request.method ?? 'GET',
        path: decodeRawPath(url),
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: newRequestId(),
      routeKey,
      stage: '$default',
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
    },
    ...(body.length === 0 ? {} : { body: body.toString(isBase64Encoded ? 'base64' : 'utf8') }),
    isBase64Encoded,
  };
}
