import { describe, expect, it } from 'vitest';
import { ConfigError, parseConfig as parse } from '../../../../lambda/core/config/config.ts';
import { functionSettings } from '../../../../lambda/core/config/function-settings.ts';
import type { Setting } from '../../../../lambda/core/config/setting-kinds.ts';
import type { Variable } from '../../../../lambda/core/config/variable.ts';

const parseConfig = (environment: Record<string, string>) => parse(environment, 'post-blog');
const valid = { BUCKET_NAME: 'posts-bucket', WORKER_FUNCTION_NAME: 'write-blog' };

describe("a function's configuration", () => {
  it('has a default for everything but the bucket and the worker', () => {
    const settings = Object.entries<Setting<unknown> & Variable>(functionSettings)
      .filter(([, { readBy }]) => readBy.includes('post-blog'))
      .map(([name, setting]) => [name, setting.whenUnset ?? setting.default]);
    expect(parseConfig(valid)).toEqual({
      ...Object.fromEntries(settings),
      bucketName: 'posts-bucket',
      workerFunctionName: 'write-blog',
    });
  });

  it('reports all faults together, each by name with what was received and what to supply', () => {
    const faulty = {
      WORKER_FUNCTION_NAME: 'write-blog',
      AWS_REGION: 'Ohio',
      MAX_MODEL_CALLS: '4',
      DEADLINE_MS: '27s',
      MODEL_ID: 'gpt',
    };
    expect(() => parseConfig(faulty)).toThrow(
      expect.objectContaining({
        name: 'ConfigError',
        message: expect.stringContaining(
          `the function's environment is not valid:
- BUCKET_NAME must be the name of the posts' bucket; received nothing
- AWS_REGION must be a Region such as us-east-2; received "Ohio"
- DEADLINE_MS must be a whole number of milliseconds from 2500 to 27000; received "27s"
- MAX_MODEL_CALLS must be a whole number of calls from 1 to 3; received "4"
- MODEL_ID: received "gpt", which is not a model id`,
        ),
      }),
    );
  });

  it.each([
    ['PROMPT_FORMAT', 'chat'],
    ['PROMPT_FORMAT', 'LLAMA3'],
    ['MODEL_FAMILY', 'titan'],
    ['FALLBACK_MODEL_ID', 'amazon.titan-text-express-v1'],
    ['FOUNDATION_MODEL_ID', 'a b'],
    ['BUCKET_NAME', 'Not A Bucket'],
    ['MODEL_READ_TIMEOUT_MS', '0'],
    ['MODEL_ATTEMPT_PER_TOKEN_MS', '-1'],
    ['MODEL_ATTEMPT_BASE_MS', '1e3'],
    ['MODEL_ID', 'amazon.titan-text-express-v1'],
  ])('is refused where %s is %j', (name, value) => {
    expect(() => parseConfig({ ...valid, [name]: value })).toThrow(
      new RegExp(`^the function's environment.*\n- ${name}`),
    );
  });

  it('names the model beside an application profile as the one at fault where that is missing', () => {
    const profile = 'arn:aws:bedrock:us-east-2:111122223333:application-inference-profile/abcdefghijkl';
    expect(() => parseConfig({ ...valid, MODEL_ID: profile })).toThrow(/\n- FOUNDATION_MODEL_ID: /);
    const config = parseConfig({
      ...valid,
      MODEL_ID: profile,
      FOUNDATION_MODEL_ID: 'meta.llama3-1-8b-instruct-v1:0',
    });
    expect(config.modelId).toBe(profile);
  });

  it('names PROMPT_FORMAT and the fallback by their own variables', () => {
    const nova = { MODEL_ID: 'amazon.nova-lite-v1:0' };
    expect(() => parseConfig({ ...valid, ...nova, PROMPT_FORMAT: 'llama3' })).toThrow(/\n- PROMPT_FORMAT: /);
    const profile = 'arn:aws:bedrock:us-east-2:111122223333:application-inference-profile/abcdefghijkl';
    expect(() => parseConfig({ ...valid, FALLBACK_MODEL_ID: profile })).toThrow(
      /\n- FALLBACK_FOUNDATION_MODEL_ID: /,
    );
    const fallback = { FALLBACK_MODEL_ID: profile, FALLBACK_FOUNDATION_MODEL_ID: 'amazon.nova-lite-v1:0' };
    expect(parseConfig({ ...valid, ...fallback, MODEL_FAMILY: 'llama' })).toMatchObject({
      fallbackModelId: profile,
      fallbackFoundationModelId: 'amazon.nova-lite-v1:0',
      modelFamily: 'llama',
    });
  });

  it('treats an empty variable as one that is not set', () => {
    expect(parseConfig({ ...valid, MODEL_ID: ' ', DEADLINE_MS: '' }).deadlineMs).toBe(
      functionSettings.deadlineMs.default,
    );
    expect(() => parseConfig({ BUCKET_NAME: '' })).toThrow(ConfigError);
  });

  it('requires of each function only the variables that it reads', () => {
    expect(parse({ BUCKET_NAME: 'posts-bucket' }, 'get-blog')).toEqual({
      region: 'us-east-2',
      logLevel: 'INFO',
      bucketName: 'posts-bucket',
      auth: 'none',
      page: 'on',
    });
    expect(parse({ BUCKET_NAME: 'posts-bucket' }, 'write-blog').workerDeadlineMs).toBe(870_000);
  });

  it.each([
    [{ DAILY_TOKEN_BUDGET: '200000' }, { dailyTokenBudget: 200_000 }],
    [{ DAILY_TOKEN_BUDGET: 'off' }, { dailyTokenBudget: 'off' }],
    [{}, { dailyTokenBudget: 'off', guardrailId: undefined, guardrailVersion: undefined }],
    [
      { GUARDRAIL_ID: 'abc123', GUARDRAIL_VERSION: 'DRAFT' },
      { guardrailId: 'abc123', guardrailVersion: 'DRAFT' },
    ],
  ])('reads optional variables from %j', (optional, expected) => {
    expect(parseConfig({ ...valid, ...optional })).toMatchObject(expected);
  });

  it.each([
    [{ DAILY_TOKEN_BUDGET: '0' }, 'DAILY_TOKEN_BUDGET'],
    [{ GUARDRAIL_ID: 'abc123' }, 'GUARDRAIL_VERSION'],
    [{ GUARDRAIL_VERSION: '1' }, 'GUARDRAIL_ID'],
    [{ GUARDRAIL_ID: 'A B', GUARDRAIL_VERSION: '1' }, 'GUARDRAIL_ID'],
  ])('is refused with the optional variables %j', (optional, name) => {
    expect(() => parseConfig({ ...valid, ...optional })).toThrow(
      new RegExp(`^the function's environment is not valid:\n- ${name} must be .*$`),
    );
  });
});
