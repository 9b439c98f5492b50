import { createBedrockClient, createS3Client } from './adapters/aws-clients.ts';
import { createBedrockModel } from './adapters/bedrock-model.ts';
import { newNonce } from './adapters/identity.ts';
import { createLog, logModelRetry } from './adapters/logger.ts';
import { createS3BlogStore } from './adapters/s3-blog-store.ts';
import { createS3RecordStore } from './adapters/s3-record-store.ts';
import { systemClock } from './adapters/system-clock.ts';
import { configFields, parseConfig } from './core/config.ts';
import { createJobRecords } from './core/job-records.ts';
import { llama } from './core/llama.ts';
import { workJob } from './core/work-job.ts';
import { createWriteBlogHandler } from './events/write-blog-handler.ts';

const log = createLog();
const config = parseConfig(process.env, configFields['write-blog']);
const s3 = createS3Client(config.region);
const store = createS3BlogStore(s3, config.bucket);
const records = createS3RecordStore(s3, config.bucket);
const bedrock = createBedrockClient(config.region, config.modelReadTimeoutMs);
const model = createBedrockModel(bedrock, config.modelId, llama);

/** The worker: writes the posts that no request could wait for. Invoked asynchronously with `{blog_id, v}`. */
export const handler = createWriteBlogHandler({
  workJob: (blogId, { awsRequestId, endsAt }) => {
    const deadlineAt = Math.min(systemClock.now() + config.workerDeadlineMs, endsAt);
    return workJob(
      blogId,
      awsRequestId,
      { ...config, deadlineAt, endsAt },
      {
        model,
        store,
        clock: systemClock,
        random: Math.random,
        jobs: createJobRecords({ store: records, clock: systemClock, newNonce, deadlineAt: endsAt }),
        onRetry: logModelRetry(log, { aws_request_id: awsRequestId }),
      },
    );
  },
  now: systemClock.now,
  log,
});
