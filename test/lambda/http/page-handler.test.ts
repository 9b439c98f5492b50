import { afterEach, describe, expect, it, vi } from 'vitest';
import { asksForPage, createPageHandler } from '../../../lambda/http/page-handler.ts';
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
