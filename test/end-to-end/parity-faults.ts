import { createHash } from 'node:crypto';
import type { Scenario } from './bundle-variant.ts';
import type { Reply } from './recording-proxy.ts';

const awsJson = (status: number, name: string, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: {
    'content-type': 'application/json',
    'x-amzn-errortype': `${name}:http://internal.amazon.com/`,
    ...headers,
  },
  body: JSON.stringify({ message: `${name} was asked for` }),
});

const s3Xml = (status: number, code: string, more = '', headers: Record<string, string> = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/xml', 'x-amz-request-id': 'ID', ...headers },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${code} &lt;asked&gt; for</Message>${more}<RequestId>ID</RequestId></Error>`,
});

/** A reply to each request. */
export const always = (reply: Reply) => () => reply;

type Replies = Reply[] | ((number: number) => Reply | undefined);

/** What the service does, and what is seen of it: see `Scenario.shows`. */
type Row = [name: string, replies: Replies, shows: string];

const oneCall = 'bedrock:POST';
const threeCalls = 'bedrock:POST bedrock:POST bedrock:POST';

/** What the model does. */
export const bedrock: Row[] = [
  ...(
    [
      [403, 'AccessDeniedException', `500 ${oneCall}`],
      [500, 'InternalServerException', `502 ${threeCalls}`],
      [424, 'ModelErrorException', `502 ${threeCalls}`],
      [429, 'ModelNotReadyException', `503 ${threeCalls}`],
      [408, 'ModelTimeoutException', `502 ${threeCalls}`],
      [404, 'ResourceNotFoundException', `500 ${oneCall}`],
      [400, 'ServiceQuotaExceededException', `429 ${oneCall}`],
      [503, 'ServiceUnavailableException', `503 ${threeCalls}`],
      [429, 'ThrottlingException', `429 ${threeCalls}`],
      [400, 'ValidationException', `500 ${oneCall}`],
      [400, 'ConflictException', `500 ${oneCall}`],
      [403, 'UnrecognizedClientException', `500 ${oneCall}`],
      [403, 'ExpiredTokenException', `500 ${oneCall}`],
    ] as const
  ).map(([status, name, shows]): Row => [`answers ${name}`, always(awsJson(status, name)), shows]),
  [
    'answers ThrottlingException once',
    [awsJson(429, 'ThrottlingException', { 'retry-after': '1' })],
    '200 bedrock:POST bedrock:POST s3:PUT',
  ],
  ['answers an error without a name', always({ status: 418, body: 'no JSON' }), `500 ${oneCall}`],
  [
    'answers a page of a proxy',
    always({ status: 502, headers: { 'content-type': 'text/html' }, body: '<html>' }),
    `502 ${threeCalls}`,
  ],
  ['answers a text that is no JSON', always({ status: 200, body: 'a post' }), `502 ${threeCalls}`],
  ['answers nothing', always({ status: 200, body: '' }), `503 ${threeCalls}`],
  [
    'cuts its answer off',
    [{ status: 200, headers: { 'content-length': '500' }, body: '{"generation":"A p', cutOff: true }],
    '200 bedrock:POST bedrock:POST s3:PUT',
  ],
  ['cuts the connection once', ['reset'], '200 bedrock:POST bedrock:POST s3:PUT'],
  ['cuts every connection', always('reset'), `503 ${threeCalls}`],
  ['loses an answer', ['lost-answer'], '200 bedrock:POST bedrock:POST s3:PUT'],
];

/** What S3 does where a post is saved. */
export const s3: Row[] = [
  ['says 412 of its own object', ['lost-answer'], '200 bedrock:POST s3:PUT s3:PUT s3:HEAD'],
  [
    "says 412 of another's object",
    [s3Xml(412, 'PreconditionFailed'), { status: 200, headers: { 'x-amz-meta-request-id': 'other' } }],
    '200 bedrock:POST s3:PUT s3:HEAD s3:PUT',
  ],
  ['says 409 once', [s3Xml(409, 'ConditionalRequestConflict')], '200 bedrock:POST s3:PUT s3:PUT'],
  [
    'is unavailable twice',
    [s3Xml(503, 'ServiceUnavailable'), s3Xml(503, 'ServiceUnavailable')],
    '200 bedrock:POST s3:PUT s3:PUT s3:PUT',
  ],
  ['slows down once', [s3Xml(503, 'SlowDown')], '200 bedrock:POST s3:PUT s3:PUT'],
  ['fails once', [s3Xml(500, 'InternalError')], '200 bedrock:POST s3:PUT s3:PUT'],
  ['fails every time', always(s3Xml(500, 'InternalError')), '500 bedrock:POST s3:PUT s3:PUT s3:PUT s3:PUT'],
  [
    'fails once in an answer that begins well',
    [s3Xml(200, 'InternalError')],
    '200 bedrock:POST s3:PUT s3:PUT',
  ],
  [
    'fails without a body',
    [{ status: 500 }, { status: 502, body: 'bad gateway' }],
    '200 bedrock:POST s3:PUT s3:PUT s3:PUT',
  ],
  ['denies access', always(s3Xml(403, 'AccessDenied')), '500 bedrock:POST s3:PUT'],
  [
    'has no such bucket',
    always(s3Xml(404, 'NoSuchBucket', '<BucketName>blog</BucketName>')),
    '500 bedrock:POST s3:PUT',
  ],
  [
    'has the bucket elsewhere',
    always(s3Xml(301, 'PermanentRedirect', '<Endpoint>x</Endpoint>', { 'x-amz-bucket-region': 'eu-west-1' })),
    '500 bedrock:POST s3:PUT',
  ],
  [
    'expects another Region',
    always(s3Xml(400, 'AuthorizationHeaderMalformed', '<Region>eu-west-1</Region>')),
    '500 bedrock:POST s3:PUT',
  ],
  ['times out on the request', [s3Xml(400, 'RequestTimeout')], '200 bedrock:POST s3:PUT s3:PUT'],
  [
    'has another time',
    (number) =>
      number === 1
        ? s3Xml(403, 'RequestTimeTooSkewed', '', { date: new Date(Date.now() - 3_600_000).toUTCString() })
        : undefined,
    '200 bedrock:POST s3:PUT s3:PUT',
  ],
  ['cuts the connection once', ['reset'], '200 bedrock:POST s3:PUT s3:PUT'],
  ['hangs once', ['hang'], '200 bedrock:POST s3:PUT s3:PUT'],
];

/** What Lambda does where a job is handed over. */
export const lambda: Row[] = [
  ['takes the job', [], '202 s3:GET s3:PUT lambda:POST'],
  [
    'has no such function',
    always(awsJson(404, 'ResourceNotFoundException')),
    '500 s3:GET s3:PUT lambda:POST s3:PUT',
  ],
  ['denies access', always(awsJson(403, 'AccessDeniedException')), '500 s3:GET s3:PUT lambda:POST s3:PUT'],
  ['fails once', [awsJson(500, 'ServiceException')], '202 s3:GET s3:PUT lambda:POST lambda:POST'],
  [
    'has too many requests once',
    [awsJson(429, 'TooManyRequestsException')],
    '202 s3:GET s3:PUT lambda:POST lambda:POST',
  ],
  [
    'cannot decrypt',
    always(awsJson(502, 'KMSDisabledException')),
    '503 s3:GET s3:PUT lambda:POST lambda:POST lambda:POST s3:PUT',
  ],
  ['cuts the connection once', ['reset'], '202 s3:GET s3:PUT lambda:POST lambda:POST'],
];

/** The text of every post. */
export const text = 'A post.';
const digest = (name: string): string => createHash(name).update(text).digest('base64');
const got = (headers: Record<string, string>): Reply[] => [
  s3Xml(404, 'NoSuchKey', '<Key>k</Key>'),
  { status: 200, headers: { 'x-amz-meta-request-id': 'r', ...headers }, body: text },
];
const mismatch = 'Checksum mismatch: expected';
/** What S3 has of a post that is read. */
export const reads: [...Row, says?: string][] = [
  ['is there', got({ 'last-modified': 'Sun, 22 Nov 2026 16:05:27 GMT', etag: '"e"' }), '200 s3:GET s3:GET'],
  ['is not there', [s3Xml(404, 'NoSuchKey'), s3Xml(404, 'NoSuchKey')], '404 s3:GET s3:GET'],
  ['may not be read', [s3Xml(403, 'AccessDenied')], '500 s3:GET', 'AccessDenied <asked> for'],
  ['has a right CRC64', got({ 'x-amz-checksum-crc64nvme': '6w2fkzyDKHU=' }), '200 s3:GET s3:GET'],
  ['has a right CRC32', got({ 'x-amz-checksum-crc32': 'IxnEKw==' }), '200 s3:GET s3:GET'],
  ['has a right CRC32C', got({ 'x-amz-checksum-crc32c': '3dk7rg==' }), '200 s3:GET s3:GET'],
  ['has a right SHA-256', got({ 'x-amz-checksum-sha256': digest('sha256') }), '200 s3:GET s3:GET'],
  ['has a right SHA-1', got({ 'x-amz-checksum-sha1': digest('sha1') }), '200 s3:GET s3:GET'],
  ['has a wrong CRC64', got({ 'x-amz-checksum-crc64nvme': 'AAAAAAAAAAA=' }), '500 s3:GET s3:GET', mismatch],
  ['has a wrong SHA-1', got({ 'x-amz-checksum-sha1': digest('sha256') }), '500 s3:GET s3:GET', mismatch],
  ['has a wrong CRC32', got({ 'x-amz-checksum-crc32': 'AAAAAA==' }), '500 s3:GET s3:GET', mismatch],
  ['has a wrong CRC32C', got({ 'x-amz-checksum-crc32c': 'AAAAAA==' }), '500 s3:GET s3:GET', mismatch],
];

const none = {
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  AWS_EC2_METADATA_DISABLED: 'true',
};
const noCredentials = 'CredentialsProviderError';
/** What a function may find in its environment. */
export const environments: [name: string, env: Scenario['env'], shows: string, says?: string][] = [
  ['without credentials', none, '500', noCredentials],
  [
    'with a profile that is nowhere',
    { AWS_PROFILE: 'work', AWS_EC2_METADATA_DISABLED: 'true' },
    '500',
    noCredentials,
  ],
  ['with a session token', { AWS_SESSION_TOKEN: 'session' }, '200 bedrock:POST s3:PUT'],
  ['with a bearer token', { AWS_BEARER_TOKEN_BEDROCK: 'bearer' }, '200 bedrock:POST s3:PUT'],
  [
    'with a bearer token and no credentials',
    { ...none, AWS_BEARER_TOKEN_BEDROCK: 'bearer' },
    '500 bedrock:POST',
    noCredentials,
  ],
  [
    'with endpoints of FIPS, which the stand-ins have not',
    { AWS_USE_FIPS_ENDPOINT: 'true' },
    '503',
    'FIPS and custom endpoint are not supported',
  ],
  [
    'with settings that are invalid',
    { AWS_USE_FIPS_ENDPOINT: 'maybe', AWS_USE_DUALSTACK_ENDPOINT: '' },
    '200 bedrock:POST s3:PUT',
  ],
  [
    'with settings of retries, checksums and the application',
    {
      AWS_RETRY_MODE: 'standard',
      AWS_REQUEST_CHECKSUM_CALCULATION: 'WHEN_REQUIRED',
      AWS_SDK_UA_APP_ID: 'blog',
    },
    '200 bedrock:POST s3:PUT',
  ],
  ['with adaptive retries', { AWS_RETRY_MODE: 'adaptive' }, '200 bedrock:POST s3:PUT'],
];
