import { type App, BOOTSTRAP_QUALIFIER_CONTEXT, DefaultStackSynthesizer } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import {
  bootstrapVersion,
  defaultQualifier,
  qualifierContext,
} from '../../../lib/tools/preflight/check-bootstrap.ts';
import { all, arnOf, buildStack, type Json, only, synthesize } from './synthesized-stack.ts';

const destroyed = synthesize({ removalPolicy: 'destroy' });
const keptOf = (template: typeof destroyed): Json[] =>
  Object.values<Json>(template.toJSON().Resources).filter(({ DeletionPolicy }) =>
    DeletionPolicy?.startsWith('Retain'),
  );

it('a stack needs the bootstrap that the preflight looks for', () => {
  const stack = buildStack();
  const artifact = (stack.node.root as App).synth().getStackArtifact(stack.artifactId);
  expect(artifact.requiresBootstrapStackVersion).toBe(bootstrapVersion);
  expect(qualifierContext).toBe(BOOTSTRAP_QUALIFIER_CONTEXT);
  expect(defaultQualifier).toBe(DefaultStackSynthesizer.DEFAULT_QUALIFIER);
});

describe('a stack that is destroyed', () => {
  it('keeps the posts by default, and nothing else', () => {
    const template = synthesize();
    expect(keptOf(template).map(({ Type }) => Type)).toEqual(['AWS::S3::Bucket']);
    expect(only(template, 'AWS::S3::Bucket').resource.UpdateReplacePolicy).toBe('Retain');
    template.resourceCountIs('Custom::S3AutoDeleteObjects', 0);
  });
});

describe('a stack that is destroyed with removalPolicy destroy', () => {
  it('leaves nothing behind', () => {
    expect(keptOf(destroyed)).toEqual([]);
    // CloudFormation keeps buckets that are not empty, unless they are emptied first.
    expect(only(destroyed, 'Custom::S3AutoDeleteObjects').properties.BucketName).toEqual({
      Ref: only(destroyed, 'AWS::S3::Bucket').id,
    });
  });

  it('has a log group for each function, so that Lambda creates none that would remain', () => {
    const groups = all(destroyed, 'AWS::Logs::LogGroup');
    const functions = all(destroyed, 'AWS::Lambda::Function');
    // Three of the service, and the one that empties the bucket.
    expect(functions).toHaveLength(4);
    for (const { properties } of functions) {
      expect(groups.map(({ id }) => id)).toContain(properties.LoggingConfig.LogGroup.Ref);
    }
    for (const { resource } of groups) expect(resource.DeletionPolicy).toBe('Delete');
  });

  it('has no role that may create a log group', () => {
    expect(JSON.stringify(all(destroyed, 'AWS::IAM::Role'))).not.toMatch(/CreateLogGroup|ManagedPolicyArns/);
  });

  it('lets the function that empties the bucket write its log, and the bucket lets it empty', () => {
    const emptying = all(destroyed, 'AWS::IAM::Role').find(({ id }) => id.startsWith('CustomS3AutoDelete'));
    const log = all(destroyed, 'AWS::Logs::LogGroup').find(({ id }) => id.includes('AutoDeleteLog'));
    expect(emptying?.properties.Policies.map(({ PolicyDocument }: Json) => PolicyDocument.Statement)).toEqual(
      [
        [
          {
            Sid: 'WriteOwnLog',
            Effect: 'Allow',
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Resource: arnOf(log?.id as string),
          },
        ],
      ],
    );
    const allowed = only(destroyed, 'AWS::S3::BucketPolicy').properties.PolicyDocument.Statement.filter(
      ({ Effect }: Json) => Effect === 'Allow',
    );
    expect(allowed.map(({ Principal }: Json) => Principal)).toEqual([{ AWS: arnOf(emptying?.id as string) }]);
  });
});

/** Another logical id is another resource: CloudFormation would replace what callers and operators depend on. */
describe('an update of a deployed stack', () => {
  const template = synthesize({ alarmEmail: 'owner@example.com' });

  it.each([
    ['the posts and records', 'AWS::S3::Bucket', 'PostsBucketFCDFDCD9'],
    ["the callers' URL", 'AWS::ApiGatewayV2::Api', 'ApiHttpApi4C294DC0'],
    ['its stage', 'AWS::ApiGatewayV2::Stage', 'ApiStage4697DF29'],
    ['the failed jobs', 'AWS::SQS::Queue', 'WorkerFailedJobsB116811C'],
    ["the operators' subscriptions", 'AWS::SNS::Topic', 'MonitoringAlarmTopic0CE413F2'],
    ['the worker with its queued events', 'AWS::Lambda::Function', 'WorkerWriteBlogFunction979F5D96'],
  ])('keeps %s', (_, type, logicalId) => {
    expect(all(template, type).map(({ id }) => id)).toContain(logicalId);
  });
});
