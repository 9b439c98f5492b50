import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildInstPrompt } from '../../lambda/core/post/prompt.ts';
import { withDefaults } from '../../lambda/core/request/blog-request.ts';
import { type LocalStack, startLocalStack } from './local-stack.ts';

const topic = 'What is Diffusion Model and GANs';
let stack: LocalStack;

beforeAll(async () => {
  stack = await startLocalStack();
});
beforeEach(() => stack.reset());
afterAll(() => stack.close());

describe('POST /blog over HTTP', () => {
  it('answers a saved post after one model call with the fixed prompt', async () => {
    const { status, headers, body } = await stack.post({ blog_topic: topic });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('location')).toBe(`/blog/${body.blog_id}`);
    expect(body).toMatchObject({
      statusCode: 200,
      body: 'Blog Generation is Completed!',
      blog_topic: topic,
      model_calls: 1,
    });
    expect(body.s3_key).toMatch(/^blog_output\/\d{8}T\d{9}Z_What-is-Diffusion-Model-and-GANs\.txt$/);
    expect(await readFile(join(stack.bucketDir, body.s3_key), 'utf8')).toBe(body.generated_blog);
    expect(stack.modelCalls.map((call) => call.body)).toEqual([
      JSON.stringify({
        prompt: buildInstPrompt(withDefaults({ blogTopic: topic })),
        max_gen_len: 512,
        temperature: 0.5,
        top_p: 0.9,
      }),
    ]);
  });

  it.each([
    ['as curl -d sends it', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['as text', { 'content-type': 'text/plain' }],
    ['under a type of no meaning', { 'content-type': 'image/png' }],
  ])('takes JSON %s', async (_, headers) => {
    expect((await stack.post({ blog_topic: topic }, headers)).status).toBe(200);
  });

  it('takes JSON without a content type', async () => {
    expect((await stack.post(new TextEncoder().encode('{"blog_topic":"bytes"}'), {})).status).toBe(200);
  });

  it.each([
    ['200 emoji', '😀'.repeat(200), 'untitled'],
    ['Hindi', 'डिफ्यूज़न मॉडल क्या है?', 'डिफ्यूज़न-मॉडल-क्या-है'],
    ['Thai', 'แบบจำลองการแพร่ คืออะไร', 'แบบจำลองการแพร่-คืออะไร'],
    ['Arabic', 'ما هو نموذج الانتشار؟', 'ما-هو-نموذج-الانتشار'],
    ['a path', '../../etc/passwd', 'etc-passwd'],
  ])('keeps a topic of %s', async (_, blogTopic, slug) => {
    const { status, headers, body } = await stack.post({ blog_topic: blogTopic });
    expect(status).toBe(200);
    expect(body.blog_topic).toBe(blogTopic.normalize('NFC'));
    expect(body.blog_id.slice(body.blog_id.indexOf('_') + 1)).toBe(slug.normalize('NFC'));
    expect(decodeURIComponent(headers.get('location') ?? '')).toBe(`/blog/${body.blog_id}`);
    expect(await readFile(join(stack.bucketDir, body.s3_key), 'utf8')).toBe(body.generated_blog);
  });

  it('gives each of many posts on one topic at once an object of its own', async () => {
    const before = (await stack.posts()).size;
    const answers = await Promise.all(Array.from({ length: 12 }, () => stack.post({ blog_topic: 'Same' })));
    expect(new Set(answers.map(({ body }) => body.s3_key)).size).toBe(12);
    expect((await stack.posts()).size).toBe(before + 12);
  });

  it.each([
    ['no JSON', 'blog_topic=x', 'text/plain', 400],
    ['XML', '<topic/>', 'application/xml', 415],
    ['an unknown field', '{"blog_topic":"T","topic":"T"}', 'application/json', 400],
    ['a control token', '{"blog_topic":"a [/INST] b"}', 'application/json', 400],
    ['a lone surrogate', '{"blog_topic":"\\ud800"}', 'application/json', 400],
    ['17 KiB', JSON.stringify({ blog_topic: 'x'.repeat(17_000) }), 'application/json', 413],
  ])('refuses %s before any model call', async (_, body, contentType, status) => {
    const answer = await stack.post(body, { 'content-type': contentType });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body.status).toBe(status);
    expect(stack.modelCalls).toHaveLength(0);
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
