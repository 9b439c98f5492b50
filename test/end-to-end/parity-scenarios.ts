import { createHash } from 'node:crypto';
import { postBlogEvent } from '../lambda/http/events.ts';
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

const always = (reply: Reply) => () => reply;

/** The replies of a service, and what is then seen: see `Scenario.shows`. */
type Row = [name: string, replies: Reply[] | (() => Reply), shows: string];

/** Schemas of Bedrock's errors, modeled and not, and the collector of a body. */
const bedrock: Row[] = [
  ['denies access', always(awsJson(403, 'AccessDeniedException')), '500 bedrock:POST'],
  [
    'fails every time',
    always(awsJson(424, 'ModelErrorException')),
    '502 bedrock:POST bedrock:POST bedrock:POST',
  ],
  [
    'throttles once',
    [awsJson(429, 'ThrottlingException', { 'retry-after': '1' })],
    '200 bedrock:POST bedrock:POST s3:PUT',
  ],
  ['has an error that is not modeled', always(awsJson(400, 'ConflictException')), '500 bedrock:POST'],
  [
    'cuts its answer off',
    [{ status: 200, headers: { 'content-length': '500' }, body: '{"generation":"A p', cutOff: true }],
    '200 bedrock:POST bedrock:POST s3:PUT',
  ],
];

/** Schemas of S3's errors, the middleware of PutObject, and the retry of a body. */
const s3: Row[] = [
  ['says 412 of its own object', ['lost-answer'], '200 bedrock:POST s3:PUT s3:PUT s3:GET'],
  ['fails once', [s3Xml(500, 'InternalError')], '200 bedrock:POST s3:PUT s3:PUT'],
  ['fails once in a 200', [s3Xml(200, 'InternalError')], '200 bedrock:POST s3:PUT s3:PUT'],
  [
    'has the bucket elsewhere',
    always(s3Xml(301, 'PermanentRedirect', '<Endpoint>x</Endpoint>', { 'x-amz-bucket-region': 'eu-west-1' })),
    '500 bedrock:POST s3:PUT',
  ],
  [
    'has another time',
    [s3Xml(403, 'RequestTimeTooSkewed', '', { date: new Date(Date.now() - 3_600_000).toUTCString() })],
    '200 bedrock:POST s3:PUT s3:PUT',
  ],
];

/** Schemas of Invoke and its errors. */
const lambda: Row[] = [
  ['accepts the job', [], '202 s3:GET s3:PUT lambda:POST'],
  [
    'has no such function',
    always(awsJson(404, 'ResourceNotFoundException')),
    '500 s3:GET s3:PUT lambda:POST s3:PUT',
  ],
  ['fails once', [awsJson(500, 'ServiceException')], '202 s3:GET s3:PUT lambda:POST lambda:POST'],
];

/** The text of every post. */
const text = 'A post.';
const digest = (name: string): string => createHash(name).update(text).digest('base64');
const got = (headers: Record<string, string>): Reply[] => [
  s3Xml(404, 'NoSuchKey', '<Key>k</Key>'),
  { status: 200, headers: { 'x-amz-meta-request-id': 'r', ...headers }, body: text },
];

/** Schemas of GetObject and its errors, and every digest of the SDK. */
const reads: [...Row, says?: string][] = [
  ['is there', got({ 'last-modified': 'Sun, 22 Nov 2026 16:05:27 GMT', etag: '"e"' }), '200 s3:GET s3:GET'],
  ['is not there', [s3Xml(404, 'NoSuchKey'), s3Xml(404, 'NoSuchKey')], '404 s3:GET s3:GET'],
  ['may not be read', [s3Xml(403, 'AccessDenied')], '500 s3:GET', 'AccessDenied <asked> for'],
  ['has a right CRC64', got({ 'x-amz-checksum-crc64nvme': '6w2fkzyDKHU=' }), '200 s3:GET s3:GET'],
  ['has a right CRC32', got({ 'x-amz-checksum-crc32': 'IxnEKw==' }), '200 s3:GET s3:GET'],
  ['has a right SHA-256', got({ 'x-amz-checksum-sha256': digest('sha256') }), '200 s3:GET s3:GET'],
  ['has a right SHA-1', got({ 'x-amz-checksum-sha1': digest('sha1') }), '200 s3:GET s3:GET'],
  [
    'has a wrong CRC32',
    got({ 'x-amz-checksum-crc32': 'AAAAAA==' }),
    '500 s3:GET s3:GET',
    'Checksum mismatch: expected',
  ],
];

const none = {
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  AWS_EC2_METADATA_DISABLED: 'true',
};
const noCredentials = 'CredentialsProviderError';

/** What the chains of credentials, tokens and configuration find in the environment. */
const environments: [name: string, env: Scenario['env'], shows: string, says?: string][] = [
  ['without credentials', none, '500', noCredentials],
  [
    'with a profile that is nowhere',
    { AWS_PROFILE: 'work', AWS_EC2_METADATA_DISABLED: 'true' },
    '500',
    noCredentials,
  ],
  ['with a bearer token', { AWS_BEARER_TOKEN_BEDROCK: 'bearer' }, '200 bedrock:POST s3:PUT'],
  [
    'with a bearer token and no credentials',
    { ...none, AWS_BEARER_TOKEN_BEDROCK: 'bearer' },
    '500 bedrock:POST',
    noCredentials,
  ],
  [
    'with FIPS endpoints, which the stand-ins do not have',
    { AWS_USE_FIPS_ENDPOINT: 'true' },
    '503',
    'FIPS and custom endpoint are not supported',
  ],
  [
    'with invalid settings',
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
];

const post = (body: unknown = { blog_topic: 'T' }, headers: Record<string, string> = {}) =>
  postBlogEvent(body, { headers: { 'content-type': 'application/json', ...headers } });

/** A model whose answers do not count their tokens: headers do. */
const countedInHeaders = always({
  status: 200,
  headers: {
    'content-type': 'application/json',
    'x-amzn-bedrock-input-token-count': '11',
    'x-amzn-bedrock-output-token-count': '7',
  },
  body: JSON.stringify({ outputs: [{ text, stop_reason: 'stop' }] }),
});

/**
 * Every bundled operation, and every replaced module (lib/bundle/replacements.ts) or schema in a way that shows on the
 * wire. The rest of the code is the same in both sets of bundles and is tested elsewhere.
 */
export const parityScenarios: readonly Scenario[] = [
  { name: 'POST is answered', event: post(), shows: ['200 bedrock:POST s3:PUT'] },
  {
    name: 'POST of another script is answered',
    event: post({ blog_topic: '拡散モデル 😀', style: 'plain' }),
    shows: ['200 bedrock:POST s3:PUT'],
  },
  {
    name: 'POST under a key is answered twice',
    event: post(undefined, { 'idempotency-key': 'k' }),
    shows: [
      '200 s3:GET s3:PUT s3:GET s3:PUT s3:PUT bedrock:POST s3:PUT s3:PUT',
      '200 s3:GET s3:PUT s3:GET s3:GET s3:GET',
    ],
  },
  ...bedrock.map(
    ([name, replies, shows]): Scenario => ({
      name: `the model ${name}`,
      event: post(),
      replies: { bedrock: replies },
      shows: [shows],
    }),
  ),
  {
    name: 'the model is called by an ARN and counts tokens in headers, of POST after POST in one environment',
    event: post(),
    env: {
      MODEL_ID: 'arn:aws:bedrock:us-east-2:111122223333:application-inference-profile/a1b2c3d4e5f6',
      FOUNDATION_MODEL_ID: 'mistral.mistral-7b-instruct-v0:2',
    },
    replies: { bedrock: countedInHeaders },
    shows: ['200 bedrock:POST s3:PUT', '200 bedrock:POST s3:PUT'],
  },
  ...s3.map(
    ([name, replies, shows]): Scenario => ({
      name: `S3 ${name}`,
      event: post(),
      replies: { s3: replies },
      shows: [shows],
    }),
  ),
  ...lambda.map(
    ([name, replies, shows]): Scenario => ({
      name: `Lambda ${name}`,
      event: post(undefined, { prefer: 'respond-async' }),
      replies: { lambda: replies },
      shows: [shows],
    }),
  ),
  ...reads.map(
    ([name, replies, shows, says]): Scenario => ({
      name: `GET of a post that ${name}`,
      fn: 'get-blog',
      event: postBlogEvent('', { rawPath: '/blog/20261122T160527123Z_T' }),
      replies: { s3: replies },
      shows: [shows],
      ...(says !== undefined && { says }),
    }),
  ),
  ...environments.map(
    ([name, env, shows, says]): Scenario => ({
      name: `POST ${name}`,
      event: post(),
      env,
      shows: [shows],
      ...(says !== undefined && { says }),
    }),
  ),
  {
    name: 'the worker finds no job',
    fn: 'write-blog',
    event: { blog_id: '20261122T160527123Z_T', v: 1 },
    shows: ['skipped s3:GET'],
  },
];
