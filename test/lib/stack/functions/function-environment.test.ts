import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../../lambda/core/config/config.ts';
import { readSettings } from '../../../../lib/settings/settings.ts';
import { functionEnvironment } from '../../../../lib/stack/functions/function-environment.ts';

// Each of them another than the default, so that one which is not passed on is noticed.
const settings = readSettings({
  modelId: 'arn:aws:bedrock:us-east-2:123456789012:application-inference-profile/a1b2c3d4e5f6',
  foundationModelId: 'us.meta.llama3-1-8b-instruct-v1:0',
  modelFamily: 'llama',
  promptFormat: 'llama3',
  fallbackModelId: 'arn:aws:bedrock:us-east-2:123456789012:application-inference-profile/f6e5d4c3b2a1',
  fallbackFoundationModelId: 'amazon.nova-lite-v1:0',
  fallbackModelFamily: 'nova',
  deadlineMs: '20000',
  handoverReserveMs: '3000',
  workerDeadlineMs: '600000',
  modelAttemptBaseMs: '4000',
  modelAttemptPerTokenMs: '20',
  modelReadTimeoutMs: '200000',
  modelBackoffMs: '500',
  maxModelCalls: '2',
  dailyTokenBudget: '5000',
  guardrailId: 'gr1abc',
  guardrailVersion: '3',
  auth: 'iam',
  page: 'off',
});
const surroundings = { bucketName: 'posts-bucket', workerFunctionName: 'the-worker' };

const ofEvery = { region: 'us-east-2', logLevel: 'INFO', bucketName: 'posts-bucket' };
const ofModel = {
  modelId: settings.modelId,
  foundationModelId: 'us.meta.llama3-1-8b-instruct-v1:0',
  modelFamily: 'llama',
  promptFormat: 'llama3',
  fallbackModelId: settings.fallbackModelId,
  fallbackFoundationModelId: 'amazon.nova-lite-v1:0',
  fallbackModelFamily: 'nova',
  modelAttemptBaseMs: 4_000,
  modelAttemptPerTokenMs: 20,
  modelReadTimeoutMs: 200_000,
  modelBackoffMs: 500,
  maxModelCalls: 2,
  dailyTokenBudget: 5_000,
  guardrailId: 'gr1abc',
  guardrailVersion: '3',
};

describe('functionEnvironment', () => {
  it.each([
    [
      'post-blog',
      {
        ...ofEvery,
        ...ofModel,
        deadlineMs: 20_000,
        handoverReserveMs: 3_000,
        workerFunctionName: 'the-worker',
      },
    ],
    ['write-blog', { ...ofEvery, ...ofModel, workerDeadlineMs: 600_000 }],
    ['get-blog', { ...ofEvery, auth: 'iam', page: 'off' }],
  ] as const)('tells %s its configuration', (name, config) => {
    const environment = { AWS_REGION: settings.region, ...functionEnvironment(name, settings, surroundings) };
    expect(parseConfig(environment, name)).toEqual(config);
  });

  it('tells the reader nothing of the model', () => {
    expect(functionEnvironment('get-blog', settings, surroundings)).toEqual({
      BUCKET_NAME: 'posts-bucket',
      SERVICE_NAME: 'blog-writer',
      METRICS_NAMESPACE: 'BlogWriter',
      LOG_LEVEL: 'INFO',
      AUTH: 'iam',
      PAGE: 'off',
    });
  });

  it('tells the worker without its own name, which only POST reads', () => {
    const environment = functionEnvironment('write-blog', settings, { bucketName: 'posts-bucket' });
    expect(environment).not.toHaveProperty('WORKER_FUNCTION_NAME');
    expect(environment).toEqual(functionEnvironment('write-blog', settings, surroundings));
  });

  it('leaves out what is not set', () => {
    const unset = readSettings({ dailyTokenBudget: 'off' });
    const environment = functionEnvironment('post-blog', unset, surroundings);
    expect(environment.DAILY_TOKEN_BUDGET).toBe('off');
    for (const name of ['FOUNDATION_MODEL_ID', 'GUARDRAIL_ID', 'GUARDRAIL_VERSION']) {
      expect(environment).not.toHaveProperty(name);
    }
  });
});
