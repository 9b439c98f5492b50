import type { Context } from 'aws-lambda';
import { createLog } from './adapters/logger.ts';
import { createMetrics } from './adapters/metrics.ts';
import { createS3Client, openBucket } from './adapters/s3-bucket.ts';
import { systemClock as clock, newNonce } from './adapters/system.ts';
import { parseConfig } from './core/config/config.ts';
import { hasPage } from './core/config/page.ts';
import { readPost } from './core/job/read-post.ts';
import { observeStore } from './core/report/observation.ts';
import { createGetBlogHandler } from './http/get-blog-handler.ts';
import { asksForPage, createPageHandler, pageFields } from './http/page-handler.ts';

const config = parseConfig(process.env, 'get-blog');
const { posts, records } = openBucket(createS3Client(config.region), config.bucketName);

const dependencies = { now: clock.now, log: createLog(config.logLevel), metrics: createMetrics() };

const getHandler = createGetBlogHandler({
  ...dependencies,
  bucket: config.bucketName,
  getBlog: (blogId, deadlineAt, observation) =>
    readPost(blogId, {
      store: observeStore(posts, clock, observation),
      records: observeStore(records, clock, observation),
      clock,
      newNonce,
      deadlineAt,
    }),
  // The code of pages is loaded with the first request for one.
  async toPage(answer) {
    const { answerPage } = await import('./page/answer-page.ts');
    return answerPage(answer, hasPage(config) ? '../' : undefined);
  },
});

const pageHandler = createPageHandler({
  ...dependencies,
  async writePage(action) {
    const { writePage } = await import('./page/write-page.ts');
    return writePage({ fields: pageFields, action, needsToken: config.auth === 'jwt' });
  },
});

/** The function of `GET /blog/{blog_id}` and of the page at `GET /`. Its role can only read. */
export const handler = (event: unknown, context: Context) =>
  (asksForPage(event) ? pageHandler : getHandler)(event, context);
