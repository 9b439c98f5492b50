import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { deployedFunctions, type FunctionName } from '../../../lambda/core/config/variable.ts';
import {
  budgetPrefix,
  jobPrefix,
  jobRecordName,
  keyPrefix,
  keyRecordName,
  recordPrefix,
} from '../../../lambda/core/records/record-keys.ts';
import { all, arnOf, functionOf, type Json, joined, only, roleOf, synthesize } from './synthesized-stack.ts';

const model = 'meta.llama3-1-8b-instruct-v1:0';

function allow(sid: string, action: Json, resource: Json, condition?: Json): Json {
  return inOrder({
    Sid: sid,
    Effect: 'Allow',
    Action: action,
    Resource: resource,
    ...(condition && { Condition: condition }),
  });
}

/** What a function may do whatever the model: its log and traces, and these objects of the bucket. */
function basicStatements(from: Template, name: FunctionName, objects: Json[]): Json[] {
  const log = functionOf(from, name).properties.LoggingConfig.LogGroup.Ref;
  return [
    allow('WriteOwnLog', ['logs:CreateLogStream', 'logs:PutLogEvents'], arnOf(log)),
    allow('WriteTraces', ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*'),
    ...objects,
  ];
}

const objectsIn = (from: Template, ...prefixes: string[]): Json =>
  prefixes.map((prefix) => joined(arnOf(only(from, 'AWS::S3::Bucket').id), `/${prefix}*`));
const putAndRead = (from: Template, ...prefixes: string[]): Json =>
  allow('PutAndReadObjects', ['s3:PutObject', 's3:GetObject'], objectsIn(from, ...prefixes));
const tellMissing = (from: Template, ...prefixes: string[]): Json =>
  allow('FindMissingObjects', 's3:ListBucket', arnOf(only(from, 'AWS::S3::Bucket').id), {
    StringLike: { 's3:prefix': prefixes.map((prefix) => `${prefix}*`) },
  });

function statementsOf(from: Template, name: FunctionName): Json[] {
  const { properties } = roleOf(from, name);
  expect(properties.Policies).toHaveLength(1);
  expect(properties).not.toHaveProperty('ManagedPolicyArns');
  return properties.Policies[0].PolicyDocument.Statement.map(inOrder);
}

/** A statement whose lists, in which order says nothing, are in one order. */
function inOrder(statement: Json): Json {
  const sorted = (list: Json): Json =>
    Array.isArray(list) ? list.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))) : list;
  return { ...statement, Action: sorted(statement.Action), Resource: sorted(statement.Resource) };
}

const posts = 'blog_output/';
const jobs = 'blog_requests/jobs/';
const keys = 'blog_requests/keys/';
const budget = 'blog_budget/';

describe('the keys of the records', () => {
  it('are those that the functions use', () => {
    expect([jobPrefix, keyPrefix, budgetPrefix]).toEqual([jobs, keys, budget]);
    expect([jobRecordName('x'), keyRecordName('x')].map((name) => recordPrefix + name)).toEqual([
      `${jobs}x`,
      `${keys}x`,
    ]);
  });
});

/** The roles of the functions that write: the model, the objects, and the target of each on failure or handover. */
function expectWriters(synthesized: Template, bedrock: Json[], written: string[]): void {
  expect(statementsOf(synthesized, 'post-blog')).toEqual([
    ...basicStatements(synthesized, 'post-blog', [
      putAndRead(synthesized, ...written, keys),
      tellMissing(synthesized, ...written, keys),
    ]),
    ...bedrock,
    // By its name alone: no version, no alias, no other function.
    allow('InvokeWorker', 'lambda:InvokeFunction', arnOf(functionOf(synthesized, 'write-blog').id)),
  ]);
  expect(statementsOf(synthesized, 'write-blog')).toEqual([
    ...basicStatements(synthesized, 'write-blog', [
      putAndRead(synthesized, ...written),
      tellMissing(synthesized, ...written),
    ]),
    ...bedrock,
    allow('KeepFailedJobs', 'sqs:SendMessage', arnOf(only(synthesized, 'AWS::SQS::Queue').id)),
  ]);
}

describe('the roles', () => {
  it('are one for each function, assumed only by Lambda, with no other policies', () => {
    const template = synthesize();
    const roles = all(template, 'AWS::IAM::Role');
    expect(roles.map(({ id }) => id).sort()).toEqual(
      deployedFunctions.map((name) => roleOf(template, name).id).sort(),
    );
    for (const { properties } of roles) {
      expect(properties.AssumeRolePolicyDocument.Statement).toEqual([
        { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
      ]);
    }
    template.resourceCountIs('AWS::IAM::Policy', 0);
    template.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
  });

  it('of the reader may read posts and jobs, and nothing more', () => {
    const template = synthesize();
    expect(statementsOf(template, 'get-blog')).toEqual(
      basicStatements(template, 'get-blog', [
        allow('ReadObjects', 's3:GetObject', objectsIn(template, posts, jobs)),
        tellMissing(template, posts, jobs),
      ]),
    );
  });

  const invoke = (sid: string, resource: Json, profile?: Json): Json =>
    allow(
      sid,
      'bedrock:InvokeModel',
      resource,
      profile && { StringEquals: { 'bedrock:InferenceProfileArn': profile } },
    );
  const modelIn = (region: string): string => `arn:aws:bedrock:${region}::foundation-model/${model}`;
  const usRegions = ['us-east-1', 'us-east-2', 'us-west-2'].map(modelIn);
  const account = { Ref: 'AWS::AccountId' };
  const profile = joined('arn:aws:bedrock:us-east-2:', account, `:inference-profile/us.${model}`);
  const profileArn = `arn:aws:bedrock:us-east-2:123456789012:inference-profile/us.${model}`;

  it('of the two that write may call the model, and nothing else', () => {
    const bedrock = [
      invoke('InvokeInferenceProfile', profile),
      invoke('InvokeModelThroughProfile', usRegions, profile),
    ];
    expectWriters(synthesize(), bedrock, [posts, jobs, budget]);
  });

  it('of the two that write may call the fallback model too', () => {
    const synthesized = synthesize({ fallbackModelId: 'us.amazon.nova-lite-v1:0', modelId: model });
    const nova = (region: string) => `arn:aws:bedrock:${region}::foundation-model/amazon.nova-lite-v1:0`;
    const fallback = joined(
      'arn:aws:bedrock:us-east-2:',
      account,
      ':inference-profile/us.amazon.nova-lite-v1:0',
    );
    expectWriters(
      synthesized,
      [
        invoke('InvokeFoundationModel', modelIn('us-east-2')),
        invoke('InvokeInferenceProfileOfFallback', fallback),
        invoke(
          'InvokeModelThroughProfileOfFallback',
          ['us-east-1', 'us-east-2', 'us-west-2'].map(nova),
          fallback,
        ),
      ],
      [posts, jobs, budget],
    );
  });

  it('have different statement ids even if both models have the same form', () => {
    const synthesized = synthesize({ fallbackModelId: 'mistral.mistral-7b-instruct-v0:2', modelId: model });
    const sids = statementsOf(synthesized, 'write-blog').map(({ Sid }: Json) => Sid);
    expect(new Set(sids).size).toBe(sids.length);
  });

  it.each<[string, Record<string, string>]>([
    ['switched off', { dailyTokenBudget: 'off' }],
    ['off because callers are known', { auth: 'iam' }],
  ])('have no access to the budget if it is %s', (_, context) => {
    const synthesized = synthesize({ ...context, modelId: model });
    expectWriters(synthesized, [invoke('InvokeFoundationModel', modelIn('us-east-2'))], [posts, jobs]);
  });

  const guardrailArn = 'arn:aws:bedrock:us-east-2:123456789012:guardrail/gr1abc';

  it.each<[string, string, Json]>([
    ['its id', 'gr1abc', joined('arn:aws:bedrock:us-east-2:', account, ':guardrail/gr1abc')],
    ['its ARN', guardrailArn, guardrailArn],
  ])('of the two that write may apply the guardrail set by %s, and no other', (_, guardrailId, arn) => {
    const synthesized = synthesize({ modelId: model, guardrailId, guardrailVersion: '3' });
    const bedrock = [
      invoke('InvokeFoundationModel', modelIn('us-east-2')),
      allow('ApplyGuardrail', 'bedrock:ApplyGuardrail', arn),
    ];
    expectWriters(synthesized, bedrock, [posts, jobs, budget]);
    expect(JSON.stringify(statementsOf(synthesized, 'get-blog'))).not.toContain('bedrock');
  });

  it('name the account if it is known', () => {
    const resources = statementsOf(synthesize({}, '123456789012'), 'write-blog').map(
      ({ Resource }: Json) => Resource,
    );
    expect(resources).toContain(profileArn);
  });
});
