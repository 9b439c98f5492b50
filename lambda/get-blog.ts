import { createLog } from './adapters/logger.ts';
import { createMetrics } from './adapters/metrics.ts';
import { openBucket } from './adapters/s3-bucket.ts';
import { systemClock as clock, newNonce } from './adapters/system.ts';
import { parseConfig } from './core/config/config.ts';
import { readPost } from './core/job/read-post.ts';
import { observeRecords, observeStore } from './core/report/observation.ts';
import { createGetBlogHandler } from './http/get-blog-handler.ts';

const config = parseConfig(process.env, 'get-blog');
const { posts, records } = openBucket(config.region, config.bucketName);

/** The function behind `GET /blog/{blog_id}`. Its role may read and nothing else. */
export const handler = createGetBlogHandler({
  bucket: config.bucketName,
  getBlog: (blogId, deadlineAt, observation) =>
    readPost(blogId, {
      store: observeStore(posts, clock, observation),
      records: observeRecords(records, clock, observation),
      clock,
      newNonce,
      deadlineAt,
    }),
  now: clock.now,
  log: createLog(config.logLevel),
  metrics: createMetrics(),
});
