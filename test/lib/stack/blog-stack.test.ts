import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { describe, expect, it } from 'vitest';
import { deployedFunctions } from '../../../lambda/core/config/variable.ts';
import { budgetPrefix, recordPrefix } from '../../../lambda/core/records/record-keys.ts';
import { readSettings } from '../../../lib/settings/settings.ts';
import { settingsTable } from '../../../lib/settings/settings-table.ts';
import { functionEnvironment } from '../../../lib/stack/functions/function-environment.ts';
import { arnOf, functionOf, type Json, joined, only, synthesize } from './synthesized-stack.ts';

const template = synthesize();

describe('the functions', () => {
  it.each([
    ['post-blog', 30],
    ['write-blog', 900],
    ['get-blog', 10],
  ] as const)('%s runs Node.js 24 on arm64 with its bundle, for at most %d s', (name, seconds) => {
    const { properties } = functionOf(template, name);
    expect(properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Timeout: seconds,
      MemorySize: 512,
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO' },
    });
    expect(properties).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  it('are these three and no more', () => {
    template.resourceCountIs('AWS::Lambda::Function', deployedFunctions.length);
    expect(deployedFunctions).toHaveLength(3);
  });

  it.each([
    ['post-blog', 'DEADLINE_MS'],
    ['write-blog', 'WORKER_DEADLINE_MS'],
  ] as const)('%s outlives its longest deadline', (name, variable) => {
    const { properties } = functionOf(template, name);
    expect(properties.Timeout * 1_000).toBeGreaterThan(Number(properties.Environment.Variables[variable]));
  });

  const bucket = { Ref: only(template, 'AWS::S3::Bucket').id };
  it.each(deployedFunctions)('%s has the variables that it reads, and no others', (name) => {
    const named = { bucketName: 'the bucket', workerFunctionName: 'the worker' };
    expect(functionOf(template, name).properties.Environment.Variables).toEqual({
      ...functionEnvironment(name, readSettings({}), named),
      BUCKET_NAME: bucket,
      ...(name === 'post-blog' && { WORKER_FUNCTION_NAME: { Ref: functionOf(template, 'write-blog').id } }),
    });
  });

  it.each([
    ['DEBUG', 'DEBUG'],
    ['INFO', 'INFO'],
    ['WARN', 'INFO'],
    ['ERROR', 'INFO'],
  ])(
    'with logLevel %s lets Lambda drop nothing of %s and above, so that no metric is lost',
    (logLevel, passes) => {
      const synthesized = synthesize({ logLevel });
      for (const name of deployedFunctions) {
        const { properties } = functionOf(synthesized, name);
        expect(properties.LoggingConfig.ApplicationLogLevel).toBe(passes);
        expect(properties.Environment.Variables.LOG_LEVEL).toBe(logLevel);
      }
    },
  );

  it('have their memory as set', () => {
    const synthesized = synthesize({ memorySizeMb: '1024' });
    for (const name of deployedFunctions) {
      expect(functionOf(synthesized, name).properties.MemorySize).toBe(1024);
    }
  });
});

describe("the worker's events", () => {
  const worker = functionOf(template, 'write-blog').id;

  it('are kept for an hour, retried twice, and sent to the queue if they still fail', () => {
    expect(only(template, 'AWS::Lambda::EventInvokeConfig').properties).toEqual({
      FunctionName: { Ref: worker },
      // The one that an invocation by name goes to.
      Qualifier: '$LATEST',
      MaximumEventAgeInSeconds: 3_600,
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: arnOf(only(template, 'AWS::SQS::Queue').id) } },
    });
  });
});

describe('the reserved concurrency', () => {
  it('is as set, for the worker only', () => {
    const synthesized = synthesize({ workerReservedConcurrency: '4' });
    expect(functionOf(synthesized, 'write-blog').properties.ReservedConcurrentExecutions).toBe(4);
    for (const name of ['post-blog', 'get-blog'] as const) {
      expect(functionOf(synthesized, name).properties).not.toHaveProperty('ReservedConcurrentExecutions');
    }
  });
});

describe('the queue of failed jobs', () => {
  it('is encrypted and keeps a message as long as SQS can', () => {
    expect(only(template, 'AWS::SQS::Queue').properties).toEqual({
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 14 * 24 * 60 * 60,
    });
  });

  it('denies every request without TLS, and grants nothing', () => {
    const queue = only(template, 'AWS::SQS::Queue').id;
    const { PolicyDocument, Queues } = only(template, 'AWS::SQS::QueuePolicy').properties;
    expect(Queues).toEqual([{ Ref: queue }]);
    expect(PolicyDocument.Statement).toEqual<Json>([
      {
        Effect: 'Deny',
        Action: 'sqs:*',
        Principal: { AWS: '*' },
        Resource: arnOf(queue),
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
  });
});

describe('the logs', () => {
  it.each([
    [{}, settingsTable.logRetentionDays.default],
    [{ logRetentionDays: 7 }, 7],
  ])('with %j are kept for %d days and deleted with the stack', (context, days) => {
    const groups = Object.values<Json>(synthesize(context).findResources('AWS::Logs::LogGroup'));
    expect(groups).toHaveLength(4);
    for (const group of groups) {
      expect(group).toMatchObject({ Properties: { RetentionInDays: days }, DeletionPolicy: 'Delete' });
    }
  });
});

describe('logRetentionDays', () => {
  const finite = Object.values(RetentionDays).filter(
    (days) => Number(days) > 0 && days !== RetentionDays.INFINITE,
  );

  it.each(finite)('accepts %d days, as CloudWatch Logs does', (days) => {
    expect(settingsTable.logRetentionDays.read(days)).toBe(days);
  });
});

describe('the bucket', () => {
  const forget = (id: string, prefix: string) => ({
    Id: id,
    Status: 'Enabled',
    Prefix: prefix,
    ExpirationInDays: 2,
    NoncurrentVersionExpiration: { NoncurrentDays: 1 },
  });

  it('is private, encrypted and versioned, and cleans up after itself', () => {
    expect(only(template, 'AWS::S3::Bucket').properties).toEqual({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      LifecycleConfiguration: {
        Rules: [
          {
            Id: 'CleanUp',
            Status: 'Enabled',
            NoncurrentVersionExpiration: { NoncurrentDays: 30 },
            ExpiredObjectDeleteMarker: true,
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
          },
          forget('ForgetRecords', recordPrefix),
          forget('ForgetBudgets', budgetPrefix),
        ],
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      VersioningConfiguration: { Status: 'Enabled' },
    });
  });

  it('denies every request without TLS 1.2, and grants nothing', () => {
    const { Statement } = only(template, 'AWS::S3::BucketPolicy').properties.PolicyDocument;
    expect(Statement.map(({ Effect, Action, Condition }: Json) => ({ Effect, Action, Condition }))).toEqual([
      { Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      { Effect: 'Deny', Action: 's3:*', Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } },
    ]);
  });

  it('has its lifecycle days as set', () => {
    const synthesized = synthesize({ oldVersionDays: '7', abortUploadDays: '3' });
    expect(only(synthesized, 'AWS::S3::Bucket').properties.LifecycleConfiguration.Rules).toMatchObject([
      {
        NoncurrentVersionExpiration: { NoncurrentDays: 7 },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 },
      },
      { ExpirationInDays: 2 },
      { ExpirationInDays: 2 },
    ]);
  });
});

describe('the outputs', () => {
  it('are the URLs and what commands need to find the resources', () => {
    const api = only(template, 'AWS::ApiGatewayV2::Api').id;
    const outputs = Object.entries<Json>(template.findOutputs('*')).map(([name, { Value }]) => [name, Value]);
    expect(Object.fromEntries(outputs)).toEqual({
      BlogUrl: joined({ 'Fn::GetAtt': [api, 'ApiEndpoint'] }, '/blog'),
      PageUrl: joined({ 'Fn::GetAtt': [api, 'ApiEndpoint'] }, '/'),
      BucketName: { Ref: only(template, 'AWS::S3::Bucket').id },
      // The Ref of a queue is its URL.
      FailedJobsQueueUrl: { Ref: only(template, 'AWS::SQS::Queue').id },
      WorkerFunctionName: { Ref: functionOf(template, 'write-blog').id },
      DashboardName: { Ref: only(template, 'AWS::CloudWatch::Dashboard').id },
      // The Ref of a topic is its ARN.
      AlarmTopicArn: { Ref: only(template, 'AWS::SNS::Topic').id },
    });
  });
});
