import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { answerPage } from '../../../lambda/page/answer-page.ts';
import { writePage } from '../../../lambda/page/write-page.ts';
import { xssTexts } from '../../xss-texts.ts';

// The style sheet and the scripts are made by the bundle.
vi.mock('node:fs', () => ({ readFileSync: (url: URL) => url.pathname.split('/').at(-1) }));

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');
const post = {
  statusCode: 200,
  body: 'Blog Generation is Completed!',
  blog_id: '20261122T160527123Z_Bees',
  blog_topic: 'Bees & wasps',
  generated_blog: 'Bees are vital.',
  word_count: 3,
  model_id: 'm',
  truncated: false,
};
const answer = (body: object, statusCode = 200, headers = {}) => ({
  statusCode,
  headers,
  body: JSON.stringify(body),
});
const page = (body: object, statusCode = 200, headers = {}) =>
  answerPage(answer(body, statusCode, headers), '../');

describe('the page of a post', () => {
  it('has title, text, date, length and model', () => {
    const { statusCode, body } = page(post);
    expect(statusCode).toBe(200);
    expect(body).toContain('<title>Bees &#38; wasps</title>');
    expect(body).toContain('<h1>Bees &#38; wasps</h1>\n<p>Bees are vital.</p>');
    expect(body).toContain(
      '<time datetime="2026-11-22T16:05:27.123Z">2026-11-22 16:05 UTC</time> · 3 words · m',
    );
    expect(body).not.toContain('token limit');
  });

  it('does not say that the post is in the language of the page', () => {
    expect(page(post).body).toContain('<article dir="auto" lang="">');
  });

  it.each([
    [1, '1 word ·'],
    [1340, '1,340 words ·'],
  ])('counts %d words', (word_count, words) => {
    expect(page({ ...post, word_count }).body).toContain(words);
  });

  it("has the post's own title alone, where it has one", () => {
    expect(page({ ...post, generated_blog: '# Bees\n\nVital.' }).body).not.toContain('<h1>Bees &#38; wasps');
  });

  it('says that a post was cut off', () => {
    expect(page({ ...post, truncated: true }).body).toContain('The model reached its token limit');
  });

  it('runs no script and loads nothing', () => {
    expect(page(post).headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'sha256-${sha256('page.css')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
  });

  it.each(xssTexts.map((text) => [text]))('keeps %j text wherever it stands', (text) => {
    const { body } = page({ ...post, blog_topic: text, model_id: text, blog_id: text, generated_blog: text });
    expect(body.match(/<(?:script|img|svg|iframe|object|base|form|link|math)[\s>]/gi)).toBeNull();
    expect(body.match(/<style>/g)).toHaveLength(1);
  });

  it('has no link to the page to write on where there is none', () => {
    expect(page(post).body).toContain('<a href="../">Blog Writer</a>');
    expect(answerPage(answer(post), undefined).body).not.toContain('<header>');
  });
});

describe('the page of a post that is being written', () => {
  it('keeps status, Location and Retry-After, and looks again by its script, or by the browser without scripts', () => {
    const kept = { location: '/blog/x', 'retry-after': '5' };
    const { statusCode, headers, body } = page({ statusCode: 202, blog_id: 'x' }, 202, kept);
    expect([statusCode, headers]).toEqual([202, expect.objectContaining(kept)]);
    expect(headers['content-security-policy']).toContain(
      `script-src 'sha256-${sha256('wait.js')}'; connect-src 'self'`,
    );
    expect(body).toContain('<noscript><meta http-equiv="refresh" content="5"></noscript>');
    expect(body).toContain('checks again every 5 seconds');
  });
});

describe('the page of a problem', () => {
  it('has the status, the title, the detail and the id of the request', () => {
    const problem = { title: 'No <post>', status: 404, detail: 'There is none.', request_id: 'r-1' };
    const { statusCode, body } = page(problem, 404);
    expect(statusCode).toBe(404);
    expect(body).toContain(
      '<h1>No &#60;post&#62;</h1>\n<p>There is none.</p>\n<p class="about">Request r-1</p>',
    );
  });
});

describe('the page to write on', () => {
  const fields = [
    { name: 'blog_topic', kind: 'text', required: true, min: 1, max: 200 },
    { name: 'word_count', kind: 'integer', required: false, min: 50, max: 1000, usual: 200 },
    { name: 'top_p', kind: 'number', required: false, min: 0, max: 1 },
    { name: 'tone', kind: 'text', required: false, min: 1, max: 60 },
    { name: 'audience', kind: 'text', required: false, min: 1, max: 60 },
  ] as const;
  const { headers, body } = writePage({ fields, action: '/v1/blog', needsToken: false });

  it('labels each field and describes its bounds; what it does not know by name stands under "More"', () => {
    expect(body).toContain('<label for="blog_topic">Topic</label>');
    expect(body).toContain(
      'type="number" min="50" max="1000" step="1" aria-describedby="word_count-problem word_count-hint"',
    );
    expect(body).toContain('50 to 1,000; default 200');
    expect(body).toContain('<p class="hint" id="tone-hint">optional, e.g. playful</p>');
    expect(body).toContain('aria-describedby="audience-problem">');
    expect(body.slice(body.indexOf('<details>'))).toMatch(/>Top p<[\s\S]*>Audience</);
  });

  it('asks for posts at the path that it was made for', () => {
    expect(body).toContain('data-action="/v1/blog"');
  });

  it('runs its own script, asks its own origin, and neither frames it nor sends forms', () => {
    expect(headers).toMatchObject({
      'content-security-policy': `default-src 'none'; style-src 'sha256-${sha256('page.css')}'; script-src 'sha256-${sha256('write.js')}'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    expect(body).not.toMatch(/\son\w+=|javascript:|https?:/);
  });

  it('has a field for the token where callers need one, which the browser does not keep', () => {
    expect(body).not.toContain('id="token"');
    const withToken = writePage({ fields, action: '/blog', needsToken: true }).body;
    expect(withToken).toContain('<input id="token" type="password" autocomplete="off"');
  });
});
