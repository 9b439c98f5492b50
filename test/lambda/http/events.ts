import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';

/** `POST /blog` as API Gateway hands it over. @param body sent as JSON text, unless it is a string already */
export function postBlogEvent(
  body: unknown,
  overrides: Partial<APIGatewayProxyEventV2> = {},
): APIGatewayProxyEventV2 {
  return {
    version: '2.0',
    routeKey: 'POST /blog',
    rawPath: '/blog',
    rawQueryString: '',
    headers: { 'content-type': 'application/json' },
    requestContext: {
      accountId: '111122223333',
      apiId: 'api',
      domainName: 'api.example.com',
      domainPrefix: 'api',
      http: { method: 'POST', path: '/blog', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      requestId: 'request-1',
      routeKey: 'POST /blog',
      stage: '$default',
      time: '22/Nov/2026:16:05:27 +0000',
      timeEpoch: Date.now(),
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    isBase64Encoded: false,
    ...overrides,
  };
}

/** @param remainingMs what Lambda would still give the function, in milliseconds */
export function lambdaContext(remainingMs = 30_000): Context {
  return { awsRequestId: 'lambda-1', getRemainingTimeInMillis: () => remainingMs } as Context;
}
