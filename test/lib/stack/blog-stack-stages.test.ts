import { describe, expect, it } from 'vitest';
import { all, arnOf, buildStack, type Json, only, synthesize } from './synthesized-stack.ts';

const dev = synthesize({ stage: 'dev' });
const resourcesOf = (template: typeof dev): [string, Json][] => Object.entries(template.toJSON().Resources);

describe('stage dev', () => {
  it('leaves nothing behind when it is destroyed', () => {
    const kept = resourcesOf(dev).filter(([, { DeletionPolicy }]) => DeletionPolicy?.startsWith('Retain'));
    expect(kept).toEqual([]);
    // CloudFormation keeps buckets that are not empty, unless they are emptied first.
    expect(only(dev, 'Custom::S3AutoDeleteObjects').properties.BucketName).toEqual({
      Ref: only(dev, 'AWS::S3::Bucket').id,
    });
  });

  it('has a log group for each function, so that Lambda creates none that would remain', () => {
    const groups = all(dev, 'AWS::Logs::LogGroup');
    const functions = all(dev, 'AWS::Lambda::Function');
    // Three of the service, and the one that empties the bucket.
    expect(functions).toHaveLength(4);
    for (const { properties } of functions) {
      expect(groups.map(({ id }) => id)).toContain(properties.LoggingConfig.LogGroup.Ref);
    }
    for (const { resource } of groups) expect(resource.DeletionPolicy).toBe('Delete');
  });

  it('has no role that may create a log group', () => {
    expect(JSON.stringify(all(dev, 'AWS::IAM::Role'))).not.toMatch(/CreateLogGroup|ManagedPolicyArns/);
  });

  it('lets the function that empties the bucket write its log, and the bucket lets it empty', () => {
    const emptying = all(dev, 'AWS::IAM::Role').find(({ id }) => id.startsWith('CustomS3AutoDelete'));
    const log = all(dev, 'AWS::Logs::LogGroup').find(({ id }) => id.includes('AutoDeleteLog'));
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
    const allowed = only(dev, 'AWS::S3::BucketPolicy').properties.PolicyDocument.Statement.filter(
      ({ Effect }: Json) => Effect === 'Allow',
    );
    expect(allowed.map(({ Principal }: Json) => Principal)).toEqual([{ AWS: arnOf(emptying?.id as string) }]);
  });

  it('is not monitored unless that is set', () => {
    dev.resourceCountIs('AWS::CloudWatch::Alarm', 0);
    synthesize({ stage: 'dev', monitoring: 'on' }).resourceCountIs('AWS::CloudWatch::Dashboard', 1);
  });
});

describe('stage prod', () => {
  const prod = synthesize({ stage: 'prod' });

  it('keeps the posts when it is destroyed, and nothing else', () => {
    const kept = resourcesOf(prod).filter(([, { DeletionPolicy }]) => DeletionPolicy?.startsWith('Retain'));
    expect(kept.map(([, { Type }]) => Type)).toEqual(['AWS::S3::Bucket']);
    prod.resourceCountIs('Custom::S3AutoDeleteObjects', 0);
  });

  it('is monitored', () => {
    prod.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
  });
});

describe('every stage', () => {
  it.each([
    ['unset', {}, 'BlogWriter', 'blog-writer'],
    ['dev', { stage: 'dev' }, 'BlogWriter-dev', 'blog-writer--dev'],
    ['prod', { stage: 'prod' }, 'BlogWriter-prod', 'blog-writer--prod'],
    ['dev under another name', { stage: 'dev', stackName: 'Mine' }, 'Mine', 'mine'],
  ])('(%s) has its own stack with separate metrics', (_, context, stackName, service) => {
    expect(buildStack(context).stackName).toBe(stackName);
    const functions = all(synthesize(context), 'AWS::Lambda::Function').filter(({ properties }) =>
      properties.Handler.endsWith('-blog.handler'),
    );
    expect(functions).toHaveLength(3);
    for (const { properties } of functions) {
      expect(properties.Environment.Variables).toMatchObject({
        SERVICE_NAME: service,
        METRICS_NAMESPACE: 'BlogWriter',
      });
    }
  });

  it.each(['dev', 'prod'])(
    '(%s) never names the stage of the HTTP API, so that the URL stays /blog',
    (stage) => {
      const { properties } = only(synthesize({ stage }), 'AWS::ApiGatewayV2::Stage');
      expect(properties.StageName).toBe('$default');
    },
  );
});
