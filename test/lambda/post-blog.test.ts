import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Uint8ArrayBlobAdapter } from '@smithy/core/serde';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lambdaContext, postBlogEvent } from './http/events.ts';

const bedrock = mockClient(BedrockRuntimeClient);
const s3 = mockClient(S3Client);
const load = () => import('../../lambda/post-blog.ts');

beforeEach(() => {
  vi.resetModules();
  bedrock.reset();
  s3.reset();
  vi.stubEnv('BUCKET_NAME', 'posts');
  vi.stubEnv('MODEL_BACKOFF_MS', '0');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe('the function behind POST /blog', () => {
  it('asks the configured model and saves to the configured bucket', async () => {
    vi.stubEnv('MODEL_ID', 'us.meta.llama3-1-70b-instruct-v1:0');
    const body = Uint8ArrayBlobAdapter.fromString('{"generation":"A post.","stop_reason":"stop"}');
    bedrock
      .on(InvokeModelCommand)
      .rejectsOnce(
        Object.assign(new Error('slow down'), {
          name: 'ThrottlingException',
          $metadata: { httpStatusCode: 429 },
        }),
      )
      .resolves({ body, contentType: 'application/json' });
    s3.on(PutObjectCommand).resolves({});
    const { handler } = await load();
    const { statusCode } = await handler(postBlogEvent({ blog_topic: 'T' }), lambdaContext());
    expect(statusCode).toBe(200);
    expect(bedrock.commandCalls(InvokeModelCommand)).toHaveLength(2);
    expect(bedrock.call(1).args[0].input).toMatchObject({ modelId: 'us.meta.llama3-1-70b-instruct-v1:0' });
    expect(s3.call(0).args[0].input).toMatchObject({ Bucket: 'posts', IfNoneMatch: '*', Body: 'A post.' });
  });

  it('fails at start-up, with every fault by name, where its environment is not valid', async () => {
    vi.stubEnv('BUCKET_NAME', '');
    vi.stubEnv('MAX_MODEL_CALLS', '9');
    await expect(load()).rejects.toThrow(/BUCKET_NAME must be[\s\S]*MAX_MODEL_CALLS must be/);
  });
});
