import { openModels } from './adapters/bedrock-model.ts';
import { createLog, logModelRetry } from './adapters/logger.ts';
import { createMetrics } from './adapters/metrics.ts';
import { createS3Client, openBucket } from './adapters/s3-bucket.ts';
import { systemClock as clock, newNonce } from './adapters/system.ts';
import { createTokenBudget } from './core/budget/token-budget.ts';
import { parseConfig } from './core/config/config.ts';
import { workJob } from './core/job/work-job.ts';
import { chooseModels } from './core/model/choose-model.ts';
import { observeModel, observeStore } from './core/report/observation.ts';
import { createWriteBlogHandler } from './events/write-blog-handler.ts';

const config = parseConfig(process.env, 'write-blog');
const log = createLog(config.logLevel);
const { posts, records, budgetRecords } = openBucket(createS3Client(config.region), config.bucketName);
const { model, fallback } = openModels(chooseModels(config), config);
const sources = { clock, newNonce, random: Math.random };
const openBudget = createTokenBudget(config.dailyTokenBudget, { ...sources, records: budgetRecords });

/** The worker: writes the posts that no request could wait for. Invoked asynchronously with `{blog_id, v}`. */
export const handler = createWriteBlogHandler({
  async workJob(blogId, { awsRequestId, endsAt }, observation) {
    const budget = openBudget?.(endsAt, observation);
    try {
      return await workJob(blogId, awsRequestId, config, {
        ...sources,
        deadlineAt: endsAt,
        model: observeModel(model, clock, observation),
        fallback: fallback && observeModel(fallback, clock, observation, true),
        budget,
        store: observeStore(posts, clock, observation),
        records: observeStore(records, clock, observation),
        onRetry: logModelRetry(log, { aws_request_id: awsRequestId }),
      });
    } finally {
      await budget?.close();
    }
  },
  now: clock.now,
  log,
  metrics: createMetrics(),
  logFields: { model_id: config.modelId, fallback_model_id: config.fallbackModelId },
});
