import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../../lambda/core/config/config.ts';
import { functionSettings } from '../../../../lambda/core/config/function-settings.ts';
import type { Setting } from '../../../../lambda/core/config/setting-kinds.ts';
import { deployedFunctions, type Variable } from '../../../../lambda/core/config/variable.ts';
import { readSettings } from '../../../../lib/settings/settings.ts';
import type { SettingName } from '../../../../lib/settings/settings-table.ts';
import { functionEnvironment } from '../../../../lib/stack/functions/function-environment.ts';

// No value is a default, so that a setting that does not reach the function is noticed.
const settings = readSettings({
  modelId: 'arn:aws:bedrock:us-west-2:123456789012:application-inference-profile/a1b2c3d4e5f6',
  foundationModelId: 'us.meta.llama3-1-8b-instruct-v1:0',
  modelFamily: 'llama',
  promptFormat: 'llama3',
  fallbackModelId: 'arn:aws:bedrock:us-west-2:123456789012:application-inference-profile/f6e5d4c3b2a1',
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
  region: 'us-west-2',
  stackName: 'Mine-dev',
  logLevel: 'DEBUG',
});
const surroundings = { bucketName: 'posts-bucket', workerFunctionName: 'the-worker' };

const table = Object.entries<Setting<unknown> & Variable>(functionSettings);

describe('functionEnvironment', () => {
  it('is tested with a non-default value of each setting', () => {
    const untested = table.filter(([name, { default: usual }]) => settings[name as SettingName] === usual);
    expect(untested.map(([name]) => name)).toEqual([]);
  });

  it.each(deployedFunctions)('gives %s its configuration', (name) => {
    const read = table.filter(([, { readBy }]) => readBy.includes(name)).map(([field]) => field);
    const environment = { AWS_REGION: settings.region, ...functionEnvironment(name, settings, surroundings) };
    expect(parseConfig(environment, name)).toEqual({
      ...Object.fromEntries(read.map((field) => [field, settings[field as SettingName]])),
      bucketName: 'posts-bucket',
      ...(name === 'post-blog' && { workerFunctionName: 'the-worker' }),
    });
  });

  it('has no model settings for the reader', () => {
    expect(functionEnvironment('get-blog', settings, surroundings)).toEqual({
      BUCKET_NAME: 'posts-bucket',
      SERVICE_NAME: 'mine--dev',
      METRICS_NAMESPACE: 'BlogWriter',
      LOG_LEVEL: 'DEBUG',
      AUTH: 'iam',
      PAGE: 'off',
    });
  });

  it('has the name of the worker only for POST', () => {
    const environment = functionEnvironment('write-blog', settings, { bucketName: 'posts-bucket' });
    expect(environment).not.toHaveProperty('WORKER_FUNCTION_NAME');
    expect(environment).toEqual(functionEnvironment('write-blog', settings, surroundings));
  });

  it('leaves out what is not set', () => {
    const unset = readSettings({ dailyTokenBudget: 'off' });
    const environment = functionEnvironment('post-blog', unset, surroundings);
    for (const name of ['FOUNDATION_MODEL_ID', 'GUARDRAIL_ID', 'GUARDRAIL_VERSION']) {
      expect(environment).not.toHaveProperty(name);
    }
  });

  it('leaves out a budget that is off, because a deploy changes it before or after code that may not know "off"', () => {
    const off = readSettings({ dailyTokenBudget: 'off' });
    for (const name of deployedFunctions) {
      const environment = functionEnvironment(name, off, surroundings);
      expect(environment).not.toHaveProperty('DAILY_TOKEN_BUDGET');
      expect(parseConfig({ ...environment, AWS_REGION: 'us-east-2' }, name)).toMatchObject(
        name === 'get-blog' ? {} : { dailyTokenBudget: 'off' },
      );
    }
  });
});
