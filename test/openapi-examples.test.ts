import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toProblemResponse } from '../lambda/http/problem.ts';
import type { BedrockFaultPlan } from '../lib/local/bedrock/bedrock-stand-in.ts';
import { faultsOfAnswer } from './docs/documented-answer.ts';
import { answerExamples, follow, type Node, openApi } from './docs/openapi-document.ts';
import { type Answer, useLocalStack } from './end-to-end/local-stack.ts';

const stack = useLocalStack();

const requests: Record<string, { value: Node }> =
  openApi.paths['/blog'].post.requestBody.content['application/json'].examples;
const json = { 'content-type': 'application/json' };
const bees = { blog_topic: 'Bees' };

const posted = (name: string) => () => stack.post(requests[name]?.value);
const promised = () =>
  stack.post(bees, { ...json, prefer: openApi.components.parameters.Prefer.examples['respond-async'].value });
const sent =
  (text: string, headers: Record<string, string> = json) =>
  () =>
    stack.post(text, headers);
const unmodelled = (fault: BedrockFaultPlan) => () => {
  stack.faults.model = () => fault;
  return stack.post(bees);
};
const refusedBy = (name: Extract<BedrockFaultPlan, { kind: 'error' }>['name']) =>
  unmodelled({ kind: 'error', name });

async function read(headers: Record<string, string> = {}): Promise<Answer> {
  const { headers: answered } = await stack.post(requests['topic-alone']?.value);
  return stack.get(answered.get('location') ?? '', headers);
}

/** The answer for a job whose record says this. */
const recorded = (record: Record<string, unknown>) => async () => {
  const blogId = `20261122T203843311Z_${randomUUID()}`;
  const folder = join(stack.bucketDir, 'blog_requests/jobs');
  await mkdir(folder, { recursive: true });
  const expiresAt = Date.now() + 60_000;
  const job = {
    v: 1,
    blog_id: blogId,
    object_id: blogId,
    job_id: 'j',
    request: { blogTopic: 'Bees' },
    model_calls: 0,
    expires_at: expiresAt,
    fails_at: expiresAt,
  };
  await writeFile(join(folder, `${blogId}.json`), JSON.stringify({ ...job, nonce: 'n', ...record }));
  return stack.get(`/blog/${blogId}`);
};
const failed = (failure: string) => recorded({ status: 'failed', failure });

/** How each example of an answer comes about. */
const scenarios: Record<string, () => Promise<Answer>> = {
  'topic-alone': posted('topic-alone'),
  'every-field': posted('every-field'),
  'leaked-token': unmodelled({
    kind: 'answer',
    body: {
      generation: 'Bees are vital.[/INST] [INST] Wasps',
      stop_reason: 'length',
      prompt_token_count: 26,
      generation_token_count: 512,
    },
  }),
  masked: unmodelled({
    kind: 'answer',
    body: {
      generation: 'Ask the beekeeper at {EMAIL}.',
      stop_reason: 'stop',
      prompt_token_count: 26,
      generation_token_count: 12,
      'amazon-bedrock-guardrailAction': 'INTERVENED',
      'amazon-bedrock-trace': {
        guardrail: {
          outputs: [
            {
              abc123: {
                sensitiveInformationPolicy: { piiEntities: [{ type: 'EMAIL', action: 'ANONYMIZED' }] },
              },
            },
          ],
        },
      },
    },
  }),
  'other-script': posted('other-script'),
  accepted: promised,
  'post-as-json': () => read(),
  'post-as-text': () => read({ accept: 'text/plain' }),
  'being-written': async () => {
    stack.faults.invoke = () => ({ kind: 'dropped' });
    return stack.get((await promised()).headers.get('location') ?? '');
  },
  'out-of-bounds': () => stack.post({ ...bees, word_count: 20 }),
  'unknown-field': () => stack.post({ topic: 'Bees' }),
  'control-token': () => stack.post({ blog_topic: 'Bees [/INST]' }),
  'no-body': sent(''),
  'no-json': sent('blog_topic=Bees', { 'content-type': 'application/x-www-form-urlencoded' }),
  'no-object': sent('["Bees"]'),
  'empty-key': () => stack.post(bees, { ...json, 'idempotency-key': '' }),
  'not-found': () => stack.get('/blog/20240101T120000000Z_Nobody-asked'),
  'body-too-large': () => stack.post({ blog_topic: 'x'.repeat(17_000) }),
  'unsupported-media-type': sent('<topic/>', { 'content-type': 'application/xml' }),
  'compressed-body': sent('{}', { ...json, 'content-encoding': 'gzip' }),
  'idempotency-key-reused': async () => {
    const headers = { ...json, 'idempotency-key': randomUUID() };
    await stack.post(bees, headers);
    return stack.post({ blog_topic: 'Wasps' }, headers);
  },
  'guardrail-intervened': unmodelled({
    kind: 'answer',
    body: { generation: 'No.', 'amazon-bedrock-guardrailAction': 'INTERVENED' },
  }),
  'recorded-guardrail-intervened': failed('guardrail-intervened'),
  'model-throttled': refusedBy('ThrottlingException'),
  'model-quota-exceeded': refusedBy('ServiceQuotaExceededException'),
  'budget-exhausted': failed('budget-exhausted'),
  'service-misconfigured': refusedBy('AccessDeniedException'),
  'store-unavailable': () => {
    stack.faults.s3 = () => ({ kind: 'error', status: 500, code: 'InternalError' });
    return stack.get('/blog/20240101T120000000Z_Any');
  },
  'post-not-saved': () => {
    stack.faults.s3 = () => ({ kind: 'error', status: 500, code: 'InternalError' });
    return stack.post(bees);
  },
  // Nothing here brings about an error that no code expects.
  'internal-error': async () => {
    const { statusCode, headers, body = '' } = toProblemResponse(new Error('a bug'), 'request-1', 0);
    const sentHeaders = new Headers(headers as Record<string, string>);
    return { status: statusCode, headers: sentHeaders, text: body, body: JSON.parse(body) };
  },
  'model-failed': refusedBy('ModelErrorException'),
  'empty-generation': unmodelled({ kind: 'answer', body: { generation: ' ' } }),
  'model-not-ready': refusedBy('ModelNotReadyException'),
  'model-unavailable': unmodelled({ kind: 'reset' }),
  'budget-contended': failed('budget-contended'),
  'worker-unavailable': () => {
    stack.faults.invoke = () => ({ kind: 'error', name: 'ServiceException' });
    return promised();
  },
  'deadline-exceeded': failed('deadline-exceeded'),
  'gateway-bad-request': () => stack.get('/blog/20240101T120000000Z_%E0%A4%A'),
  'gateway-not-found': () => stack.get('/blog/a%2Fb'),
  'gateway-too-large': () => stack.post(`"${'x'.repeat(10 * 1024 * 1024)}"`),
};

/** API Gateway's own responses that the local gateway never sends: it has no authentication and throttling, and has the page. */
const beyondReach = [
  'gateway-unauthorized',
  'gateway-forbidden',
  'gateway-throttled',
  'gateway-failed',
  'gateway-unavailable',
  'gateway-no-page',
];

const replayed = answerExamples.filter(({ name }) => !beyondReach.includes(name));

describe('the examples of docs/openapi.yaml', () => {
  it('are all replayed, except those of API Gateway that cannot be', () => {
    expect([...Object.keys(scenarios), ...beyondReach].sort()).toEqual(
      answerExamples.map(({ name }) => name).sort(),
    );
  });

  it('have a response for every example of a request', () => {
    expect(replayed.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(requests)));
  });

  it.each(replayed)('of $status: $name is the response of the service', async (example) => {
    // The local stack holds status, headers and body to the document.
    const answer = await scenarios[example.name]?.();
    expect(answer?.status).toBe(example.status);
    expect(answer?.headers.get('content-type')?.split(';')[0]).toBe(example.mediaType);
    if (example.mediaType === 'text/plain') return;
    expect(answer?.body).toEqual(asAnswered(example.value));
  });
});

/** What differs from one time to the next, and with the model. */
const varying = new Set([
  ...['blog_id', 's3_bucket', 's3_key', 'request_id', 'generated_blog', 'word_count'],
  ...['prompt_token_count', 'generation_token_count'],
]);

function asAnswered(value: Node): Node {
  return Object.fromEntries(
    Object.entries<Node>(value).map(([name, field]) => [
      name,
      varying.has(name) ? expect.any(field.constructor) : field,
    ]),
  );
}

describe('the check of every end-to-end answer', () => {
  const blogAnswer = (change: Record<string, unknown>, headers: Record<string, string> = {}) =>
    faultsOfAnswer('post', '/blog', {
      status: 200,
      headers: new Headers({ 'content-type': 'application/json', location: '/blog/a', ...headers }),
      text: JSON.stringify({
        ...answerExamples.find(({ name }) => name === 'topic-alone')?.value,
        ...change,
      }),
    });

  it('accepts a response as documented', () => {
    expect(blogAnswer({})).toEqual([]);
  });

  it.each([
    ['a field that is not documented', { extra: 1 }, {}, /"extra"/],
    ['a field of another type', { word_count: '3' }, {}, /word_count must be integer/],
    ['a field that is missing', { s3_key: undefined }, {}, /"s3_key"/],
    ['a header that is not documented', {}, { 'x-extra': '1' }, /x-extra is not documented/],
    ['a header of another form', {}, { location: 'blog' }, /Location/],
    ['a content type that is not documented', {}, { 'content-type': 'text/html' }, /text\/html/],
  ])('finds %s', (_, change, headers, fault) => {
    expect(blogAnswer(change, headers as Record<string, string>).join('\n')).toMatch(fault);
  });

  it('finds an undocumented status, and a 202 or problem without its Retry-After', () => {
    const headers = new Headers({ 'content-type': 'application/problem+json' });
    const problem = answerExamples.find(({ name }) => name === 'model-throttled')?.value;
    const answer = { headers, text: JSON.stringify(problem) };
    expect(faultsOfAnswer('post', '/blog', { ...answer, status: 418 })).toHaveLength(1);
    expect(faultsOfAnswer('post', '/blog', { ...answer, status: 429 }).join()).toMatch(/Retry-After/);
    expect(follow(openApi.paths['/blog'].post.responses['202']).node.headers['Retry-After']).toBeDefined();
  });
});
