import { createHash } from 'node:crypto';
import { postBlogEvent } from '../lambda/http/events.ts';
import type { Scenario } from './bundle-variant.ts';
import type { Reply } from './recording-proxy.ts';

const post = (body: unknown = { blog_topic: 'T' }, headers: Record<string, string> = {}) =>
  postBlogEvent(body, { headers: { 'content-type': 'application/json', ...headers } });

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

const always = (reply: Reply) => () => reply;

const bedrock: [string, Reply[] | ((number: number) => Reply | undefined)][] = [
  ...(
    [
      [403, 'AccessDeniedException'],
      [500, 'InternalServerException'],
      [424, 'ModelErrorException'],
      [429, 'ModelNotReadyException'],
      [408, 'ModelTimeoutException'],
      [404, 'ResourceNotFoundException'],
      [400, 'ServiceQuotaExceededException'],
      [503, 'ServiceUnavailableException'],
      [429, 'ThrottlingException'],
      [400, 'ValidationException'],
      [400, 'ConflictException'],
      [403, 'UnrecognizedClientException'],
      [403, 'ExpiredTokenException'],
    ] as const
  ).map(([status, name]): [string, () => Reply] => [`answers ${name}`, always(awsJson(status, name))]),
  ['answers ThrottlingException once', [awsJson(429, 'ThrottlingException', { 'retry-after': '1' })]],
  ['answers an error without a name', always({ status: 418, body: 'no JSON' })],
  [
    'answers a page of a proxy',
    always({ status: 502, headers: { 'content-type': 'text/html' }, body: '<html>' }),
  ],
  ['answers a text that is no JSON', always({ status: 200, body: 'a post' })],
  ['answers nothing', always({ status: 200, body: '' })],
  ['cuts the connection once', ['reset']],
  ['cuts every connection', always('reset')],
  ['loses an answer', ['lost-answer']],
];

const s3: [string, Reply[] | ((number: number) => Reply | undefined)][] = [
  ['says 412 of its own object', ['lost-answer']],
  [
    "says 412 of another's object",
    [s3Xml(412, 'PreconditionFailed'), { status: 200, headers: { 'x-amz-meta-request-id': 'other' } }],
  ],
  ['says 409 once', [s3Xml(409, 'ConditionalRequestConflict')]],
  ['is unavailable twice', [s3Xml(503, 'ServiceUnavailable'), s3Xml(503, 'ServiceUnavailable')]],
  ['slows down once', [s3Xml(503, 'SlowDown')]],
  ['fails once', [s3Xml(500, 'InternalError')]],
  ['fails every time', always(s3Xml(500, 'InternalError'))],
  ['fails once in an answer that begins well', [s3Xml(200, 'InternalError')]],
  ['fails without a body', [{ status: 500 }, { status: 502, body: 'bad gateway' }]],
  ['denies access', always(s3Xml(403, 'AccessDenied'))],
  ['has no such bucket', always(s3Xml(404, 'NoSuchBucket', '<BucketName>blog</BucketName>'))],
  [
    'has the bucket elsewhere',
    always(s3Xml(301, 'PermanentRedirect', '<Endpoint>x</Endpoint>', { 'x-amz-bucket-region': 'eu-west-1' })),
  ],
  [
    'expects another Region',
    always(s3Xml(400, 'AuthorizationHeaderMalformed', '<Region>eu-west-1</Region>')),
  ],
  ['times out on the request', [s3Xml(400, 'RequestTimeout')]],
  [
    'has another time',
    [s3Xml(403, 'RequestTimeTooSkewed', '', { date: new Date(Date.now() - 3_600_000).toUTCString() })],
  ],
  ['cuts the connection once', ['reset']],
  ['hangs once', ['hang']],
];

const lambda: [string, Reply[] | ((number: number) => Reply | undefined)][] = [
  ['takes the job', []],
  ['has no such function', always(awsJson(404, 'ResourceNotFoundException'))],
  ['denies access', always(awsJson(403, 'AccessDeniedException'))],
  ['fails once', [awsJson(500, 'ServiceException')]],
  ['has too many requests once', [awsJson(429, 'TooManyRequestsException')]],
  ['cannot decrypt', always(awsJson(502, 'KMSDisabledException'))],
  ['cuts the connection once', ['reset']],
];

const text = 'A post.';
const digest = (name: string): string => createHash(name).update(text).digest('base64');
const got = (headers: Record<string, string>): Reply[] => [
  s3Xml(404, 'NoSuchKey', '<Key>k</Key>'),
  { status: 200, headers: { 'x-amz-meta-request-id': 'r', ...headers }, body: text },
];
const reads: [string, Reply[]][] = [
  ['is there', got({ 'last-modified': 'Sun, 22 Nov 2026 16:05:27 GMT', etag: '"e"' })],
  ['is not there', [s3Xml(404, 'NoSuchKey'), s3Xml(404, 'NoSuchKey')]],
  ['may not be read', [s3Xml(403, 'AccessDenied')]],
  ['has a right CRC64', got({ 'x-amz-checksum-crc64nvme': 'AAAAAAAAAAA=' })],
  ['has a right SHA-256', got({ 'x-amz-checksum-sha256': digest('sha256') })],
  ['has a right SHA-1', got({ 'x-amz-checksum-sha1': digest('sha1') })],
  ['has a wrong SHA-1', got({ 'x-amz-checksum-sha1': digest('sha256') })],
  ['has a wrong CRC32', got({ 'x-amz-checksum-crc32': 'AAAAAA==' })],
  ['has a wrong CRC32C', got({ 'x-amz-checksum-crc32c': 'AAAAAA==' })],
];

const none = {
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  AWS_EC2_METADATA_DISABLED: 'true',
};
const environments: [string, Scenario['env']][] = [
  ['without credentials', none],
  ['with a profile that is nowhere', { AWS_PROFILE: 'work', AWS_EC2_METADATA_DISABLED: 'true' }],
  ['with a session token', { AWS_SESSION_TOKEN: 'session' }],
  ['with a bearer token', { AWS_BEARER_TOKEN_BEDROCK: 'bearer' }],
  ['with a bearer token and no credentials', { ...none, AWS_BEARER_TOKEN_BEDROCK: 'bearer' }],
  ['with endpoints of FIPS', { AWS_USE_FIPS_ENDPOINT: 'true' }],
  ['with settings that are invalid', { AWS_USE_FIPS_ENDPOINT: 'maybe', AWS_USE_DUALSTACK_ENDPOINT: '' }],
  [
    'with settings of retries, checksums and the application',
    {
      AWS_RETRY_MODE: 'standard',
      AWS_REQUEST_CHECKSUM_CALCULATION: 'WHEN_REQUIRED',
      AWS_SDK_UA_APP_ID: 'blog',
    },
  ],
  ['where the model hangs past its time', { MODEL_ATTEMPT_BASE_MS: '200', MODEL_ATTEMPT_PER_TOKEN_MS: '0' }],
  [
    'where the model is silent past the read timeout',
    { MODEL_READ_TIMEOUT_MS: '1000', MODEL_ATTEMPT_BASE_MS: '1500' },
  ],
];

/** Posts of one environment, with the token counts of each in the headers of its answer alone. */
const countedInHeaders = [1, 2].map(
  (count): Scenario => ({
    name: `POST number ${count} of an environment has its own token counts`,
    event: post(),
    env: { MODEL_ID: 'mistral.mistral-7b-instruct-v0:2' },
    replies: {
      bedrock: [
        {
          status: 200,
          headers: {
            'content-type': 'application/json',
            'x-amzn-bedrock-input-token-count': String(count),
            'x-amzn-bedrock-output-token-count': String(100 + count),
          },
          body: JSON.stringify({ outputs: [{ text, stop_reason: 'stop' }] }),
        },
      ],
    },
  }),
);

/** Every way on which the functions succeed or fail. */
export const parityScenarios: readonly Scenario[] = [
  { name: 'POST is answered', event: post() },
  {
    name: 'POST of another script is answered',
    event: post({ blog_topic: '拡散モデル 😀', style: 'plain' }),
  },
  { name: 'POST under a key is answered', event: post(undefined, { 'idempotency-key': 'k' }) },
  { name: 'POST under the key again is answered', event: post(undefined, { 'idempotency-key': 'k' }) },
  { name: 'POST of nothing is refused', event: post({}) },
  ...bedrock.map(
    ([name, replies]): Scenario => ({
      name: `the model ${name}`,
      event: post(),
      replies: { bedrock: replies },
    }),
  ),
  ...s3.map(([name, replies]): Scenario => ({ name: `S3 ${name}`, event: post(), replies: { s3: replies } })),
  ...lambda.map(
    ([name, replies]): Scenario => ({
      name: `Lambda ${name}`,
      event: post(undefined, { prefer: 'respond-async' }),
      replies: { lambda: replies },
    }),
  ),
  ...reads.map(
    ([name, replies]): Scenario => ({
      name: `GET of a post that ${name}`,
      fn: 'get-blog',
      event: postBlogEvent('', { rawPath: '/blog/20261122T160527123Z_T' }),
      replies: { s3: replies },
    }),
  ),
  ...environments.map(
    ([name, env]): Scenario => ({
      name: `POST ${name}`,
      event: post(),
      env,
      replies: name.startsWith('where') ? { bedrock: always('hang') } : {},
    }),
  ),
  ...countedInHeaders,
  { name: 'the worker finds no job', fn: 'write-blog', event: { blog_id: '20261122T160527123Z_T', v: 1 } },
];
