import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LocalStack, startLocalStack } from './local-stack.ts';

let stack: LocalStack;

beforeAll(async () => {
  stack = await startLocalStack();
});
beforeEach(() => stack.reset());
afterAll(() => stack.close());

describe('GET /blog/{blog_id}', () => {
  it.each([
    ['Latin', 'What is Diffusion Model and GANs'],
    ['Hindi', 'डिफ्यूज़न मॉडल क्या है?'],
    ['Chinese', '扩散模型是什么'],
    ['Arabic', 'ما هو نموذج الانتشار؟'],
    ['accents', 'Élan vital à Besançon'],
    ['signs that are none', '100% of 50%25?'],
  ])('finds a post with a topic of %s where its Location says', async (_, blogTopic) => {
    const posted = await stack.post({ blog_topic: blogTopic });
    const location = posted.headers.get('location') ?? '';
    expect(location).toMatch(/^\/blog\/[\w.%-]+$/);
    const { status, headers, body } = await stack.get(location);
    expect(status).toBe(200);
    expect(headers.get('location')).toBe(location);
    expect(body).toEqual(posted.body);
  });

  it('gives the text alone to who asks for it', async () => {
    const { headers, body } = await stack.post({ blog_topic: 'Text' });
    const text = await stack.get(headers.get('location') ?? '', { accept: 'text/plain' });
    expect(text.status).toBe(200);
    expect(text.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(text.text).toBe(body.generated_blog);
    const either = await stack.get(headers.get('location') ?? '', { accept: 'text/html, */*' });
    expect(either.body).toEqual(body);
  });

  it('reads a file that was put there by hand', async () => {
    await stack.post({ blog_topic: 'So that the folder is there' });
    await writeFile(join(stack.bucketDir, 'blog_output/20240101T120000000Z_By-hand.txt'), 'Two words');
    const { status, body } = await stack.get('/blog/20240101T120000000Z_By-hand');
    expect(status).toBe(200);
    expect(body).toMatchObject({ blog_topic: 'By-hand', generated_blog: 'Two words', word_count: 2 });
  });

  it('knows no post that nobody was promised', async () => {
    const { status, headers, body } = await stack.get('/blog/20240101T120000000Z_Nobody-asked');
    expect(status).toBe(404);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(body.type).toBe('urn:blog-writer:problem:not-found');
  });

  it.each([
    ['nonsense', 'nonsense'],
    ['a path upwards', '..%2f'],
    ['a longer path upwards', '..%2f..%2fblog_requests%2fjobs%2fx'],
    ['dots', '%2e%2e'],
    ['bare dots', '..'],
    ['a question mark', 'a%3Fb'],
    ['a question mark behind an id', '20240101T120000000Z_%3Fb'],
    ['an id decoded twice', '20240101T120000000Z_%2541'],
    ['a NUL', '20240101T120000000Z_a%00'],
    ['a line feed', '20240101T120000000Z_a%0A'],
    ['a broken escape', '20240101T120000000Z_%E0%A4%A'],
    ['a file name', '20240101T120000000Z_a.txt'],
    ['a topic of 121 bytes', `20240101T120000000Z_${'a'.repeat(121)}`],
    ['8,000 characters', `20240101T120000000Z_${'a'.repeat(8_000)}`],
  ])('refuses %s without asking S3', async (what, id) => {
    const { status } = await stack.get(`/blog/${id}`);
    // The gateway itself answers what it cannot decode.
    expect(status).toBe(what === 'a broken escape' ? 400 : 404);
    expect(stack.s3Requests).toEqual([]);
  });

  it('asks S3 for an id of exactly 120 bytes of topic', async () => {
    expect((await stack.get(`/blog/20240101T120000000Z_${'a'.repeat(120)}`)).status).toBe(404);
    expect(stack.s3Requests.length).toBeGreaterThan(0);
  });

  it('says that the store failed where it did', async () => {
    stack.faults.s3 = () => ({ kind: 'error', status: 500, code: 'InternalError' });
    const { status, body } = await stack.get('/blog/20240101T120000000Z_Any');
    expect(status).toBe(500);
    expect(body.type).toBe('urn:blog-writer:problem:store-unavailable');
  });
});
