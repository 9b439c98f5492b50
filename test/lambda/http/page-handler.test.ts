import { afterEach, describe, expect, it, vi } from 'vitest';
import { asksForPage, createPageHandler, pageFields } from '../../../lambda/http/page-handler.ts';
import { spyLog, spyMetrics } from '../core/report/report-sinks.ts';
import { lambdaContext, postBlogEvent } from './events.ts';

const log = spyLog();
const metrics = spyMetrics();
const writePage = vi.fn(async (action: string) => ({ statusCode: 200, body: action }));
const handler = createPageHandler({ writePage, now: () => 0, log, metrics });
const open = (rawPath: string) => handler(postBlogEvent('', { rawPath, headers: {} }), lambdaContext(10_000));

afterEach(() => {
  vi.clearAllMocks();
});

describe('the page to write on', () => {
  it.each([
    ['/', '/blog'],
    ['/v1', '/v1/blog'],
    ['/v1/', '/v1/blog'],
    ['//evil.example/', '/blog'],
    ['/<b>/', '/blog'],
  ])('opened at %s asks for posts at %s', async (rawPath, action) => {
    expect(await open(rawPath)).toEqual({ statusCode: 200, body: action });
    const fields = { request_id: expect.any(String), status: 200 };
    expect(log.info).toHaveBeenCalledWith('Page served', fields);
  });

  it.each([
    [{ routeKey: 'GET /' }, true],
    [{ routeKey: 'GET /blog/{blog_id}' }, false],
    [{}, false],
    [null, false],
    ['GET /', false],
  ])('is what the event %j asks for: %s', (event, expected) => {
    expect(asksForPage(event)).toBe(expected);
  });

  it('is a problem that the log and the metrics know of where it cannot be made', async () => {
    writePage.mockRejectedValueOnce(new Error('no such file'));
    expect((await open('/')).statusCode).toBe(500);
    expect(log.error).toHaveBeenCalledWith('Page failed', expect.objectContaining({ status: 500 }));
    expect(metrics.failure).toHaveBeenCalledWith('internal-error');
    expect(metrics.flush).toHaveBeenCalledOnce();
  });

  it('is a 400 for what is no event of the gateway', async () => {
    expect((await handler(null, lambdaContext(10_000))).statusCode).toBe(400);
  });
});

it('the form has each field of a request with its kind, bounds and default, if that is the same for every request', () => {
  expect(pageFields).toEqual([
    { name: 'blog_topic', kind: 'text', required: true, min: 1, max: 200 },
    { name: 'word_count', kind: 'integer', required: false, min: 50, max: 1000, usual: 200 },
    { name: 'style', kind: 'text', required: false, min: 1, max: 60 },
    { name: 'tone', kind: 'text', required: false, min: 1, max: 60 },
    { name: 'max_gen_len', kind: 'integer', required: false, min: 1, max: 2048 },
    { name: 'temperature', kind: 'number', required: false, min: 0, max: 1, usual: 0.5 },
    { name: 'top_p', kind: 'number', required: false, min: 0, max: 1, usual: 0.9 },
  ]);
});
