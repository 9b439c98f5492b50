import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Uint8ArrayBlobAdapter } from '@smithy/core/serde';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toMetadata } from '../../lambda/adapters/blog-metadata.ts';
import { awsError, bodyOf } from './adapters/aws-answers.ts';
import { aBlog } from './core/post/a-blog.ts';
import { lambdaContext, postBlogEvent } from './http/events.ts';

const bedrock = mockClient(BedrockRuntimeClient);
const s3 = mockClient(S3Client);
const lambda = mockClient(LambdaClient);
const answer = (body: object) => ({
  body: Uint8ArrayBlobAdapter.fromString(JSON.stringify(body)),
  contentType: 'application/json',
});
const load = () => import('../../lambda/post-blog.ts');
/** What the functions wrote to standard output. */
const written = () =>
  vi
    .mocked(process.stdout.write)
    .mock.calls.map(([text]) => String(text))
    .join('');

beforeEach(() => {
  vi.resetModules();
  bedrock.reset();
  s3.reset();
  lambda.reset();
  vi.stubEnv('BUCKET_NAME', 'posts');
  vi.stubEnv('METRICS_NAMESPACE', 'BlogWriter');
  vi.stubEnv('SERVICE_NAME', 'blog-writer');
  // What the functions log and count is looked at in the tests of those parts.
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  vi.stubEnv('WORKER_FUNCTION_NAME', 'write-blog');
  vi.stubEnv('MODEL_BACKOFF_MS', '0');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe('the function behind POST /blog', () => {
  it('calls the configured model and saves to the configured bucket', async () => {
    vi.stubEnv('MODEL_ID', 'us.meta.llama3-1-70b-instruct-v1:0');
    bedrock
      .on(InvokeModelCommand)
      .rejectsOnce(awsError('ThrottlingException', 429))
      .resolves(answer({ generation: 'A post.', stop_reason: 'stop' }));
    s3.on(PutObjectCommand).resolves({});
    const { handler } = await load();
    const { statusCode } = await handler(postBlogEvent({ blog_topic: 'T' }), lambdaContext());
    expect(statusCode).toBe(200);
    expect(bedrock.commandCalls(InvokeModelCommand)).toHaveLength(2);
    expect(bedrock.call(1).args[0].input).toMatchObject({ modelId: 'us.meta.llama3-1-70b-instruct-v1:0' });
    expect(s3.call(0).args[0].input).toMatchObject({ Bucket: 'posts', IfNoneMatch: '*', Body: 'A post.' });
  });

  it('has the fallback model write the post where the first is retired, and says so', async () => {
    vi.stubEnv('FALLBACK_MODEL_ID', 'us.amazon.nova-lite-v1:0');
    const output = { message: { role: 'assistant', content: [{ text: 'By Nova.' }] } };
    bedrock
      .on(InvokeModelCommand)
      .rejectsOnce(awsError('ResourceNotFoundException', 404))
      .resolves(answer({ output, stopReason: 'end_turn' }));
    s3.on(PutObjectCommand).resolves({});
    const { handler } = await load();
    const result = await handler(postBlogEvent({ blog_topic: 'T' }), lambdaContext());
    expect(JSON.parse(result.body ?? '')).toMatchObject({
      statusCode: 200,
      generated_blog: 'By Nova.',
      model_id: 'us.amazon.nova-lite-v1:0',
      model_calls: 2,
      stop_reason: 'stop',
    });
    expect(written()).toContain('"FallbackCalls":1');
    expect(bedrock.commandCalls(InvokeModelCommand).map(({ args }) => args[0].input.modelId)).toEqual([
      'us.meta.llama3-1-8b-instruct-v1:0',
      'us.amazon.nova-lite-v1:0',
    ]);
  });

  it('refuses by field what the model does not accept, before it is called', async () => {
    vi.stubEnv('MODEL_ID', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0');
    const { handler } = await load();
    const sent = { blog_topic: 'T', temperature: 0.2, top_p: 0.3 };
    const { statusCode, body } = await handler(postBlogEvent(sent), lambdaContext());
    expect(statusCode).toBe(400);
    expect(JSON.parse(body ?? '').errors.map(({ field }: { field: string }) => field)).toEqual([
      'temperature',
      'top_p',
    ]);
    expect(bedrock.calls()).toHaveLength(0);
  });

  it('calls the model in the format of the family that is set', async () => {
    vi.stubEnv('MODEL_ID', 'qwen.qwen3-32b-v1:0');
    vi.stubEnv('MODEL_FAMILY', 'mistral-chat');
    const choices = [{ message: { content: 'By Qwen.' }, finish_reason: 'stop' }];
    bedrock.on(InvokeModelCommand).resolves(answer({ choices }));
    s3.on(PutObjectCommand).resolves({});
    const { handler } = await load();
    const result = await handler(postBlogEvent({ blog_topic: 'T' }), lambdaContext());
    expect(JSON.parse(result.body ?? '')).toMatchObject({ statusCode: 200, generated_blog: 'By Qwen.' });
  });

  it.each([
    ['accepts', 202, '"Handovers":1'],
    ['refuses', 500, '"Failures":1'],
  ])(
    'hands a post over to the worker: where Lambda %s it, the answer is a %i',
    async (_, status, counted) => {
      s3.on(GetObjectCommand).rejects(awsError('NoSuchKey', 404));
      s3.on(PutObjectCommand).resolves({ ETag: '"e"' });
      if (status === 202) lambda.on(InvokeCommand).resolves({});
      else lambda.on(InvokeCommand).rejects(awsError('AccessDeniedException', 403));
      const { handler } = await load();
      const event = postBlogEvent({ blog_topic: 'T' }, { headers: { prefer: 'respond-async' } });
      expect((await handler(event, lambdaContext())).statusCode).toBe(status);
      expect(written()).toContain(counted);
      expect(written().includes('Handovers')).toBe(status === 202);
    },
  );
});

describe('the function behind GET /blog/{blog_id}', () => {
  it('reads the record, then the post', async () => {
    s3.on(GetObjectCommand, { Key: 'blog_requests/jobs/20261122T160527123Z_T.json' }).rejects(
      awsError('NoSuchKey', 404),
    );
    s3.on(GetObjectCommand, { Key: 'blog_output/20261122T160527123Z_T.txt' }).resolves({
      Body: bodyOf('A post.'),
      Metadata: toMetadata(aBlog, 'r'),
    });
    const { handler } = await import('../../lambda/get-blog.ts');
    const event = postBlogEvent('', { rawPath: '/blog/20261122T160527123Z_T' });
    const { statusCode, body } = await handler(event, lambdaContext());
    expect([statusCode, JSON.parse(body ?? '').generated_blog]).toEqual([200, 'A post.']);
  });
});

describe('the worker', () => {
  it('does nothing for a job without a record', async () => {
    s3.on(GetObjectCommand).rejects(awsError('NoSuchKey', 404));
    const { handler } = await import('../../lambda/write-blog.ts');
    await expect(handler({ blog_id: '20261122T160527123Z_T', v: 1 }, lambdaContext())).resolves.toBe(
      'skipped',
    );
    expect(bedrock.calls()).toHaveLength(0);
  });
});
