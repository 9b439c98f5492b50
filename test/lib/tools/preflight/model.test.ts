import {
  GetFoundationModelCommand,
  GetInferenceProfileCommand,
  ListInferenceProfilesCommand,
} from '@aws-sdk/client-bedrock';
import { beforeEach, describe, expect, it } from 'vitest';
import { account, modelId, profileId } from './aws-answers.ts';
import { answerModel, answerProfile, aws, awsError, findingOf, resetAccount } from './preflight-fixture.ts';

beforeEach(resetAccount);

const arn = (region: string, model = modelId) => ({
  modelArn: `arn:aws:bedrock:${region}::foundation-model/${model}`,
});

describe('the check of the model', () => {
  it('fails for a Legacy one, with its end', async () => {
    answerModel({
      modelLifecycle: {
        status: 'LEGACY',
        legacyTime: '2026-09-30T00:00:00Z',
        endOfLifeTime: '2027-03-30T00:00:00Z',
      },
    });
    expect(await findingOf('model')).toEqual({
      mark: 'fail',
      text: expect.stringContaining('is LEGACY (Legacy from 2026-09-30, end of life 2027-03-30): an account'),
      next: expect.stringContaining('set modelId'),
    });
  });

  it('fails for one that writes no text', async () => {
    answerModel({ outputModalities: ['IMAGE'] });
    expect(await findingOf('model')).toMatchObject({ mark: 'fail', text: /writes IMAGE, not TEXT/ });
  });

  it.each(['ResourceNotFoundException', 'ValidationException'])(
    'fails for one that is not there: %s',
    async (name) => {
      aws.bedrock.on(GetFoundationModelCommand).rejects(awsError(name, 'The model is invalid.', 404));
      expect(await findingOf('model', { modelId })).toMatchObject({
        mark: 'fail',
        text: `us-east-2 has no model ${modelId}`,
      });
      // Behind a profile it may be in other Regions alone.
      expect(await findingOf('model')).toMatchObject({ mark: 'warn' });
    },
  );

  it('warns where it may not look', async () => {
    aws.bedrock.on(GetFoundationModelCommand).rejects(awsError('AccessDeniedException', 'no', 403));
    expect(await findingOf('model')).toEqual({
      mark: 'warn',
      text: 'not checked: these credentials do not allow bedrock:GetFoundationModel',
      next: 'allow bedrock:GetFoundationModel, or check in the console',
    });
    expect(await findingOf('model id', { modelId })).toMatchObject({ mark: 'warn' });
  });
});

describe('the check of the model id', () => {
  it('accepts a model that can be invoked on demand', async () => {
    answerModel({ inferenceTypesSupported: ['ON_DEMAND', 'PROVISIONED'] });
    expect(await findingOf('model id', { modelId })).toEqual({
      mark: 'pass',
      text: `${modelId} can be invoked on demand in us-east-2`,
    });
  });

  it('names the profile where the model needs one', async () => {
    expect(await findingOf('model id', { modelId })).toEqual({
      mark: 'fail',
      text: `${modelId} cannot be invoked on demand in us-east-2, only through INFERENCE_PROFILE`,
      next: `set modelId to ${profileId}`,
    });
    aws.bedrock.on(ListInferenceProfilesCommand).rejects(awsError('AccessDeniedException', 'no', 403));
    expect((await findingOf('model id', { modelId })).next).toContain('aws bedrock list-inference-profiles');
    aws.bedrock.on(ListInferenceProfilesCommand).resolves({ inferenceProfileSummaries: [] });
    expect((await findingOf('model id', { modelId })).next).toContain('no inference profile of this Region');
  });

  it('fails for a profile that is not there or not ready', async () => {
    aws.bedrock
      .on(GetInferenceProfileCommand)
      .rejects(awsError('ResourceNotFoundException', 'The inference profile is not found', 404));
    expect(await findingOf('model id')).toEqual({
      mark: 'fail',
      text: `us-east-2 has no inference profile ${profileId}`,
      next: `set modelId to ${profileId}`,
    });
    answerProfile({ status: 'CREATING' });
    expect(await findingOf('model id')).toMatchObject({ mark: 'fail', text: /is CREATING, not ACTIVE/ });
  });

  it.each([
    [
      'one Region more than IAM would be granted for',
      [arn('us-east-1'), arn('us-east-2'), arn('us-west-1'), arn('us-west-2')],
      {},
      'fail',
      /also routes to us-west-1, for which IAM would not be granted/,
      'set modelRegions to us-east-1,us-east-2,us-west-1,us-west-2',
    ],
    [
      'fewer Regions',
      [arn('us-east-1'), arn('us-east-2')],
      {},
      'warn',
      /IAM would be granted for us-west-2 too/,
      'set modelRegions to us-east-1,us-east-2',
    ],
    [
      'another model',
      [arn('us-east-2', 'meta.llama4-scout-17b-instruct-v1:0')],
      {},
      'fail',
      /leads to meta\.llama4-scout-17b-instruct-v1:0, and IAM would be granted for meta\.llama3-1/,
      'set modelId to match meta.llama4-scout-17b-instruct-v1:0',
    ],
    [
      'every Region, which is not what it is named for',
      [arn('us-east-2'), arn('')],
      {},
      'fail',
      /routes worldwide/,
      /global\. profile/,
    ],
    [
      'every Region, as a global one does',
      [arn('us-east-2'), arn('')],
      { modelId: `global.${modelId}` },
      'pass',
      /every commercial Region/,
      undefined,
    ],
  ])('compares where a profile leads with the settings: %s', async (_, models, context, mark, text, next) => {
    answerProfile({ models });
    const finding = await findingOf('model id', context);
    expect(finding.mark).toBe(mark);
    expect(finding.text).toMatch(text);
    if (next instanceof RegExp) expect(finding.next).toMatch(next);
    else expect(finding.next).toBe(next);
  });

  it("asks for a customer's own profile by its ARN", async () => {
    const own = `arn:aws:bedrock:us-east-2:${account}:application-inference-profile/abcdef123456`;
    expect(await findingOf('model id', { modelId: own, foundationModelId: profileId })).toMatchObject({
      mark: 'pass',
    });
    const [call] = aws.bedrock.commandCalls(GetInferenceProfileCommand);
    expect(call?.args[0].input).toEqual({ inferenceProfileIdentifier: own });
  });
});
