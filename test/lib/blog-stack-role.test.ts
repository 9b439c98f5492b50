import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { arnOf, type Json, joined, only, synthesize } from './synthesized-stack.ts';

const model = 'meta.llama3-1-8b-instruct-v1:0';

describe("the function's role", () => {
  /** What the role may do whatever the model. */
  function basicStatements(from: Template): Json[] {
    const log = only(from, 'AWS::Lambda::Function').properties.LoggingConfig.LogGroup.Ref;
    const bucket = only(from, 'AWS::S3::Bucket').id;
    return [
      {
        Sid: 'WriteOwnLog',
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: arnOf(log),
      },
      {
        Sid: 'WriteTraces',
        Effect: 'Allow',
        Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
        Resource: '*',
      },
      {
        Sid: 'PutAndReadPosts',
        Effect: 'Allow',
        Action: ['s3:PutObject', 's3:GetObject'],
        Resource: joined(arnOf(bucket), '/blog_output/*'),
      },
      {
        Sid: 'TellMissingPosts',
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: arnOf(bucket),
        Condition: { StringLike: { 's3:prefix': 'blog_output/*' } },
      },
    ];
  }

  const invoke = (sid: string, resource: Json, profile?: Json): Json => ({
    Sid: sid,
    Effect: 'Allow',
    Action: 'bedrock:InvokeModel',
    Resource: resource,
    ...(profile && { Condition: { StringEquals: { 'bedrock:InferenceProfileArn': profile } } }),
  });
  const modelIn = (region: string): string => `arn:aws:bedrock:${region}::foundation-model/${model}`;
  const usRegions = ['us-east-1', 'us-east-2', 'us-west-2'].map(modelIn);
  const account = { Ref: 'AWS::AccountId' };
  const profile = joined('arn:aws:bedrock:us-east-2:', account, `:inference-profile/us.${model}`);
  const profileArn = `arn:aws:bedrock:us-east-2:123456789012:inference-profile/us.${model}`;
  const application = 'arn:aws:bedrock:us-east-2:123456789012:application-inference-profile/a1b2c3d4e5f6';

  it.each<[string, Record<string, string>, Json[]]>([
    [
      'a profile id',
      {},
      [invoke('InvokeInferenceProfile', profile), invoke('InvokeModelThroughProfile', usRegions, profile)],
    ],
    ['a model id', { modelId: model }, [invoke('InvokeFoundationModel', modelIn('us-east-2'))]],
    [
      "a model's ARN",
      { modelId: modelIn('us-east-2') },
      [invoke('InvokeFoundationModel', modelIn('us-east-2'))],
    ],
    [
      "a profile's ARN",
      { modelId: profileArn },
      [
        invoke('InvokeInferenceProfile', profileArn),
        invoke('InvokeModelThroughProfile', usRegions, profileArn),
      ],
    ],
    [
      "an application profile's ARN",
      { modelId: application, foundationModelId: model },
      [
        invoke('InvokeInferenceProfile', application),
        invoke('InvokeModelThroughProfile', modelIn('us-east-2'), application),
      ],
    ],
  ])('may do these things and nothing more with %s', (_, context, bedrock) => {
    const given = synthesize(context);
    const { properties } = only(given, 'AWS::IAM::Role');
    expect(properties.Policies.map(({ PolicyDocument }: Json) => PolicyDocument.Statement)).toEqual([
      [...basicStatements(given), ...bedrock],
    ]);
    expect(properties).not.toHaveProperty('ManagedPolicyArns');
    given.resourceCountIs('AWS::IAM::Policy', 0);
    given.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
  });

  it('is assumed by Lambda alone, and is the role of the function', () => {
    const template = synthesize();
    const { id, properties } = only(template, 'AWS::IAM::Role');
    expect(properties.AssumeRolePolicyDocument.Statement).toEqual([
      { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
    ]);
    expect(only(template, 'AWS::Lambda::Function').properties.Role).toEqual(arnOf(id));
  });

  it('names the account where it is known', () => {
    const { properties } = only(synthesize({}, '123456789012'), 'AWS::IAM::Role');
    expect(properties.Policies[0].PolicyDocument.Statement[4].Resource).toBe(profileArn);
  });
});
