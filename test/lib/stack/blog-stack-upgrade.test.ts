import { describe, expect, it } from 'vitest';
import { all, synthesize } from './synthesized-stack.ts';

const template = synthesize({ alarmEmail: 'owner@example.com' });

/** Another logical id is another resource: CloudFormation would replace what callers and operators depend on. */
describe('an update of a deployed stack', () => {
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

  it.each([
    ['AWS::S3::Bucket', 'the bucket'],
    ['AWS::ApiGatewayV2::Api', 'the API'],
    ['AWS::SQS::Queue', 'the queue'],
    ['AWS::SNS::Topic', 'the topic'],
  ])('has one %s: %s', (type) => {
    expect(all(template, type)).toHaveLength(1);
  });
});
