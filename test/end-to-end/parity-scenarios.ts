import { postBlogEvent } from '../lambda/http/events.ts';
import type { Scenario } from './bundle-variant.ts';
import { always, bedrock, environments, lambda, reads, s3, text } from './parity-faults.ts';

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

/** Every way on which the functions succeed or fail. */
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
  { name: 'POST of nothing is refused', event: post({}), shows: ['400'], says: 'Request refused' },
  ...bedrock.map(
    ([name, replies, shows]): Scenario => ({
      name: `the model ${name}`,
      event: post(),
      replies: { bedrock: replies },
      shows: [shows],
    }),
  ),
  {
    name: 'the model counts tokens in headers, of POST after POST in one environment',
    event: post(),
    env: { MODEL_ID: 'mistral.mistral-7b-instruct-v0:2' },
    replies: { bedrock: countedInHeaders },
    shows: ['200 bedrock:POST s3:PUT', '200 bedrock:POST s3:PUT', '200 bedrock:POST s3:PUT'],
  },
  {
    name: 'the model is called by an ARN',
    event: post(),
    env: {
      MODEL_ID: 'arn:aws:bedrock:us-east-2:111122223333:application-inference-profile/a1b2c3d4e5f6',
      FOUNDATION_MODEL_ID: 'mistral.mistral-7b-instruct-v0:2',
    },
    replies: { bedrock: countedInHeaders },
    shows: ['200 bedrock:POST s3:PUT'],
  },
  {
    name: 'the model hangs past its time',
    event: post(),
    env: { MODEL_ATTEMPT_BASE_MS: '1000', MODEL_ATTEMPT_PER_TOKEN_MS: '0', MAX_MODEL_CALLS: '2' },
    replies: { bedrock: always('hang') },
    shows: ['503 bedrock:POST bedrock:POST'],
    says: 'gave no answer within',
  },
  ...s3.map(
    ([name, replies, shows]): Scenario => ({
      name: `S3 ${name}`,
      event: post(),
      replies: { s3: replies },
      shows: [shows],
      repeats: name === 'fails every time',
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
  {
    name: 'Lambda takes the job under an alias of the worker',
    event: post(undefined, { prefer: 'respond-async' }),
    env: { WORKER_FUNCTION_NAME: 'write-blog:live' },
    replies: { lambda: always({ status: 202 }) },
    shows: ['202 s3:GET s3:PUT lambda:POST'],
  },
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
