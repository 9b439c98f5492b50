import { createBedrockClient, createLambdaClient, createS3Client } from './adapters/aws-clients.ts';
import { createBedrockModel } from './adapters/bedrock-model.ts';
import { newNonce, sha256 } from './adapters/identity.ts';
import { createLog, logModelRetry, logRecordLost } from './adapters/logger.ts';
import { createS3BlogStore } from './adapters/s3-blog-store.ts';
import { createS3RecordStore } from './adapters/s3-record-store.ts';
import { systemClock } from './adapters/system-clock.ts';
import { createWorkerInvoker } from './adapters/worker-invoker.ts';
import { configFields, parseConfig } from './core/config.ts';
import { createJobRecords } from './core/job-records.ts';
import { llama } from './core/llama.ts';
import { postBlog } from './core/post-blog.ts';
import { createPostBlogHandler } from './http/post-blog-handler.ts';

const log = createLog();
const config = parseConfig(process.env, configFields['post-blog']);
const s3 = createS3Client(config.region);
const records = createS3RecordStore(s3, config.bucket);
const dependencies = {
  model: createBedrockModel(
    createBedrockClient(config.region, config.modelReadTimeoutMs),
    config.modelId,
    llama,
  ),
  store: createS3BlogStore(s3, config.bucket),
  records,
  invokeWorker: createWorkerInvoker(createLambdaClient(config.region), config.workerFunctionName),
  clock: systemClock,
  random: Math.random,
  newNonce,
};

/** The function behind `POST /blog`. */
export const handler = createPostBlogHandler({
  bucket: config.bucket,
  deadlineMs: config.deadlineMs,
  postBlog: (command) =>
    postBlog(command, config, {
      ...dependencies,
      deadlineAt: command.deadlineAt,
      jobs: createJobRecords({
        store: records,
        clock: systemClock,
        newNonce,
        deadlineAt: command.deadlineAt,
      }),
      onRetry: logModelRetry(log, { request_id: command.requestId }),
      onRecordLost: logRecordLost(log, { request_id: command.requestId }),
    }),
  hash: sha256,
  now: systemClock.now,
  log,
});
