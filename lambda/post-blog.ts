import { createBedrockClient, createS3Client } from './adapters/aws-clients.ts';
import { createBedrockModel } from './adapters/bedrock-model.ts';
import { createLog } from './adapters/logger.ts';
import { createS3BlogStore } from './adapters/s3-blog-store.ts';
import { systemClock } from './adapters/system-clock.ts';
import { parseConfig } from './core/config.ts';
import { llama } from './core/llama.ts';
import { postBlog } from './core/post-blog.ts';
import { createPostBlogHandler } from './http/post-blog-handler.ts';

const log = createLog();

/** The function behind `POST /blog`. */
export const handler = createHandler();

function createHandler() {
  const config = parseConfig(process.env);
  const bedrock = createBedrockClient(config.region, config.modelReadTimeoutMs);
  const dependencies = {
    model: createBedrockModel(bedrock, config.modelId, llama),
    store: createS3BlogStore(createS3Client(config.region), config.bucket),
    clock: systemClock,
    random: Math.random,
  };
  return createPostBlogHandler({
    bucket: config.bucket,
    deadlineMs: config.deadlineMs,
    postBlog: (request, about) =>
      postBlog(request, about, config, {
        ...dependencies,
        onRetry: ({ kind, message, cause }, modelCalls) =>
          log.warn('Model call failed, calling again', {
            request_id: about.requestId,
            kind,
            model_calls: modelCalls,
            reason: message,
            error: cause,
          }),
      }),
    now: systemClock.now,
    log,
  });
}
