import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildInstPrompt } from '../../lambda/core/post/prompt.ts';
import { withDefaults } from '../../lambda/core/request/blog-request.ts';
import { usageOfAPost } from '../../lib/tools/cost/usage.ts';
import { useLocalStack } from './local-stack.ts';

const topic = 'What is Diffusion Model and GANs';
const stack = useLocalStack();

describe('POST /blog over HTTP', () => {
  it('answers a saved post after one model call with the fixed prompt', async () => {
    const { status, headers, body } = await stack.post({ blog_topic: topic });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json');
    expect(body).toMatchObject({
      statusCode: 200,
      body: 'Blog Generation is Completed!',
      blog_topic: topic,
      model_calls: 1,
    });
    expect(body.s3_key).toMatch(/^blog_output\/\d{8}T\d{9}Z_What-is-Diffusion-Model-and-GANs\.txt$/);
    expect(stack.modelCalls.map((call) => call.body)).toEqual([
      JSON.stringify({
        prompt: buildInstPrompt(withDefaults({ blogTopic: topic })),
        max_gen_len: 512,
        temperature: 0.5,
        top_p: 0.9,
      }),
    ]);
  });

  it('sends S3 the requests that docs/costs.md states', async () => {
    await stack.post({ blog_topic: topic });
    const sent = (wanted: string): number =>
      stack.s3Requests.filter(({ method }) => method === wanted).length;
    const { s3Puts, s3Gets } = usageOfAPost.plain;
    expect([sent('PUT'), sent('GET'), stack.s3Requests.length]).toEqual([s3Puts, s3Gets, s3Puts + s3Gets]);
  });

  it.each<[string, Record<string, string>]>([
    ['as curl -d sends it', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['without a content type', {}],
  ])('reads JSON %s, which the gateway hands over in base64', async (_, headers) => {
    const body = new TextEncoder().encode('{"blog_topic":"bytes"}');
    expect((await stack.post(body, headers)).status).toBe(200);
  });

  it('leaves other paths and methods to the gateway', async () => {
    for (const [method, path] of [
      ['GET', '/blog'],
      ['POST', '/'],
      ['POST', '/blog/'],
      ['PUT', '/blog'],
    ]) {
      const response = await fetch(stack.url + path, { method: method ?? '' });
      expect([response.status, await response.json()]).toEqual([404, { message: 'Not Found' }]);
    }
  });
});

it.each([
  ['200 emoji', '😀'.repeat(200), 'untitled'],
  ['Hindi', 'डिफ्यूज़न मॉडल क्या है?', 'डिफ्यूज़न-मॉडल-क्या-है'],
  ['a path', '../../etc/passwd', 'etc-passwd'],
  ['percent signs', '100% of 50%25?', '100-of-50-25'],
])('a post on %s is saved under its name and found where its Location says', async (_, blogTopic, slug) => {
  const { status, headers, body } = await stack.post({ blog_topic: blogTopic });
  expect(status).toBe(200);
  expect(body.blog_topic).toBe(blogTopic.normalize('NFC'));
  expect(body.blog_id.slice(body.blog_id.indexOf('_') + 1)).toBe(slug.normalize('NFC'));
  expect(await readFile(join(stack.bucketDir, body.s3_key), 'utf8')).toBe(body.generated_blog);
  const location = headers.get('location') ?? '';
  expect(location).toMatch(/^\/blog\/[\w.%-]+$/);
  expect(decodeURIComponent(location)).toBe(`/blog/${body.blog_id}`);
  const read = await stack.get(location);
  expect([read.status, read.headers.get('location'), read.body]).toEqual([200, location, body]);
});

describe('GET /blog/{blog_id} over HTTP', () => {
  it.each([
    ['a path upwards', '..%2f..%2fblog_requests%2fjobs%2fx', 404],
    ['dots', '%2e%2e', 404],
    ['bare dots', '..', 404],
    ['a question mark behind an id', '20240101T120000000Z_%3Fb', 404],
    ['an id decoded twice', '20240101T120000000Z_%2541', 404],
    ['a broken escape, which the gateway itself answers', '20240101T120000000Z_%E0%A4%A', 400],
  ])('refuses %s without asking S3', async (_, id, status) => {
    expect((await stack.get(`/blog/${id}`)).status).toBe(status);
    expect(stack.s3Requests).toEqual([]);
  });
});

const postUnder = (key: string, body: unknown = { blog_topic: 'T' }, headers: Record<string, string> = {}) =>
  stack.post(body, { 'content-type': 'application/json', 'idempotency-key': key, ...headers });

describe('an Idempotency-Key', () => {
  it('makes ten requests at once one post and one model call', async () => {
    const before = (await stack.posts()).size;
    const answers = await Promise.all(Array.from({ length: 10 }, () => postUnder('at-once')));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(stack.modelCalls).toHaveLength(1);
    expect((await stack.posts()).size).toBe(before + 1);
  });

  it('gives the post again later, quoted or bare, after defaults or with them written out, and is not stored', async () => {
    const first = await postUnder('later');
    const others = [
      await postUnder('"later"'),
      await postUnder(' later '),
      await postUnder('later', { blog_topic: ' T ', word_count: 200, max_gen_len: 512 }),
      await postUnder('later', { blog_topic: 'T' }, { prefer: 'respond-async' }),
    ];
    for (const { status, text } of others) expect([status, text]).toEqual([200, first.text]);
    expect(stack.modelCalls).toHaveLength(1);
    expect(JSON.stringify([...(await stack.records('keys'))])).not.toContain('later');
  });

  it('with Prefer: respond-async is one promise however often it is sent', async () => {
    const ask = () => postUnder('promise', { blog_topic: 'T' }, { prefer: 'respond-async' });
    stack.faults.model = () => ({ kind: 'hang' });
    const [first, ...others] = await Promise.all([ask(), ask(), ask()]);
    expect(first?.status).toBe(202);
    for (const { status, text } of others) expect([status, text]).toEqual([202, first?.text]);
    await expect.poll(() => stack.modelCalls.length).toBe(1);
    expect(stack.invocations).toHaveLength(1);
  });
});
