import { openModels } from './adapters/bedrock-model.ts';
import { createLazyBucket, createLazyWorkerInvoker } from './adapters/lazy-clients.ts';
import { createLog, logModelRetry, logRecordLost } from './adapters/logger.ts';
import { createMetrics } from './adapters/metrics.ts';
import { systemClock as clock, newNonce, sha256 } from './adapters/system.ts';
import { createTokenBudget } from './core/budget/token-budget.ts';
import { parseConfig } from './core/config/config.ts';
import { requestPost } from './core/job/request-post.ts';
import { assertAccepted, chooseModels } from './core/model/choose-model.ts';
import { observeModel, observeStore } from './core/report/observation.ts';
import { createPostBlogHandler } from './http/post-blog-handler.ts';

const config = parseConfig(process.env, 'post-blog');
const log = createLog(config.logLevel);
const bucket = createLazyBucket(config.region, config.bucketName);
const chosen = chooseModels(config);
const { model, fallback } = openModels(chosen, config);
const invokeWorker = createLazyWorkerInvoker(config.region, config.workerFunctionName);
const sources = { clock, newNonce, random: Math.random };
const openBudget = createTokenBudget(config.dailyTokenBudget, { ...sources, records: bucket.budgetRecords });

/** The function behind `POST /blog`. */
export const handler = createPostBlogHandler({
  bucket: config.bucketName,
  deadlineMs: config.deadlineMs,
  async postBlog(command, observation) {
    const { deadlineAt, requestId } = command;
    const budget = openBudget?.(deadlineAt, observation);
    try {
      return await requestPost(command, config, {
        ...sources,
        deadlineAt,
        model: observeModel(bucket.loadWhileWriting(model), clock, observation),
        fallback: fallback && observeModel(fallback, clock, observation, true),
        budget,
        assertAccepted: (wanted) => assertAccepted(wanted, chosen),
        store: observeStore(bucket.posts, clock, observation),
        records: observeStore(bucket.records, clock, observation),
        async invokeWorker(...args) {
          await invokeWorker(...args);
          observation.counts.Handovers += 1;
        },
        onRetry: logModelRetry(log, { request_id: requestId }),
        onRecordLost: logRecordLost(log, { request_id: requestId }),
      });
    } finally {
      await budget?.close();
    }
  },
  hash: sha256,
  now: clock.now,
  log,
  metrics: createMetrics(),
  logFields: { model_id: config.modelId, fallback_model_id: config.fallbackModelId },
});
