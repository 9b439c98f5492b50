import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { describe, expect, it } from 'vitest';
import { settingsTable } from '../../lib/settings-table.ts';
import { arnOf, type Json, joined, only, synthesize } from './synthesized-stack.ts';

const template = synthesize();

describe('the function', () => {
  it('runs Node.js 24 on arm64 with the bundle, its time and its memory', () => {
    const { properties } = only(template, 'AWS::Lambda::Function');
    expect(properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'post-blog.handler',
      Timeout: 30,
      MemorySize: 512,
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO' },
    });
    expect(properties).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  it('outlives the longest deadline', () => {
    const { properties } = only(template, 'AWS::Lambda::Function');
    expect(properties.Timeout * 1_000).toBeGreaterThan(Number(properties.Environment.Variables.DEADLINE_MS));
  });

  it('is told its settings and nothing else', () => {
    expect(only(template, 'AWS::Lambda::Function').properties.Environment.Variables).toEqual({
      MODEL_ID: 'us.meta.llama3-1-8b-instruct-v1:0',
      PROMPT_FORMAT: 'inst',
      BUCKET_NAME: { Ref: only(template, 'AWS::S3::Bucket').id },
      DEADLINE_MS: '27000',
      MODEL_ATTEMPT_BASE_MS: '5000',
      MODEL_ATTEMPT_PER_TOKEN_MS: '25',
      MODEL_READ_TIMEOUT_MS: '300000',
      MODEL_BACKOFF_MS: '1000',
      MAX_MODEL_CALLS: '3',
      POWERTOOLS_SERVICE_NAME: 'blog-writer',
    });
  });

  it('takes memory and log level from the settings', () => {
    const given = synthesize({ memorySizeMb: '1024', logLevel: 'DEBUG' });
    expect(only(given, 'AWS::Lambda::Function').properties).toMatchObject({
      MemorySize: 1024,
      LoggingConfig: { ApplicationLogLevel: 'DEBUG' },
    });
  });
});

describe('the logs', () => {
  it.each([
    ['30 days', {}, 30],
    ['as long as is set', { logRetentionDays: 7 }, 7],
  ])('are kept for %s and deleted with the stack', (_, context, days) => {
    const groups = Object.values<Json>(synthesize(context).findResources('AWS::Logs::LogGroup'));
    expect(groups).toHaveLength(2);
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

describe('the stage', () => {
  it('deploys itself, once its route exists', () => {
    const { resource, properties } = only(template, 'AWS::ApiGatewayV2::Stage');
    expect(properties).toMatchObject({ StageName: '$default', AutoDeploy: true });
    expect(resource.DependsOn).toContain(only(template, 'AWS::ApiGatewayV2::Route').id);
  });

  it.each([
    ['1 request a second and a burst of 5', {}, { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 5 }],
    [
      'what is set',
      { postRate: '2.5', postBurst: '9' },
      { ThrottlingRateLimit: 2.5, ThrottlingBurstLimit: 9 },
    ],
    ['nothing at all at rate 0', { postRate: '0' }, { ThrottlingRateLimit: 0, ThrottlingBurstLimit: 0 }],
  ])('lets through %s', (_, context, throttle) => {
    expect(only(synthesize(context), 'AWS::ApiGatewayV2::Stage').properties.DefaultRouteSettings).toEqual(
      throttle,
    );
  });

  it('logs each request as JSON, without its path', () => {
    const { Format, DestinationArn } = only(template, 'AWS::ApiGatewayV2::Stage').properties
      .AccessLogSettings;
    const fields = Object.values(JSON.parse(Format));
    expect(fields).toEqual(
      expect.arrayContaining([
        '$context.requestId',
        '$context.routeKey',
        '$context.status',
        '$context.integrationErrorMessage',
      ]),
    );
    expect(fields).not.toContain('$context.path');
    const ownLog = only(template, 'AWS::Lambda::Function').properties.LoggingConfig.LogGroup.Ref;
    const [accessLog] = Object.keys(template.findResources('AWS::Logs::LogGroup')).filter(
      (id) => id !== ownLog,
    );
    expect(DestinationArn).toEqual(arnOf(accessLog as string));
  });
});

describe('the route', () => {
  it('is POST /blog alone, and asks the function for 29 s with payload 2.0', () => {
    expect(only(template, 'AWS::ApiGatewayV2::Route').properties.RouteKey).toBe('POST /blog');
    expect(only(template, 'AWS::ApiGatewayV2::Integration').properties).toMatchObject({
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: arnOf(only(template, 'AWS::Lambda::Function').id),
      PayloadFormatVersion: '2.0',
      TimeoutInMillis: 29_000,
    });
  });
});

describe('the bucket', () => {
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

  it('refuses every request without TLS 1.2, and allows nobody anything', () => {
    const { Statement } = only(template, 'AWS::S3::BucketPolicy').properties.PolicyDocument;
    expect(Statement.map(({ Effect, Action, Condition }: Json) => ({ Effect, Action, Condition }))).toEqual([
      { Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      { Effect: 'Deny', Action: 's3:*', Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } },
    ]);
  });

  it('stays when the stack goes', () => {
    expect(only(template, 'AWS::S3::Bucket').resource).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
    template.resourceCountIs('Custom::S3AutoDeleteObjects', 0);
  });

  it('is emptied and deleted with the stack where that is set', () => {
    const given = synthesize({ removalPolicy: 'destroy' });
    expect(only(given, 'AWS::S3::Bucket').resource).toMatchObject({ DeletionPolicy: 'Delete' });
    given.resourceCountIs('Custom::S3AutoDeleteObjects', 1);
  });

  it('takes its days from the settings', () => {
    const given = synthesize({ oldVersionDays: '7', abortUploadDays: '3' });
    expect(only(given, 'AWS::S3::Bucket').properties.LifecycleConfiguration.Rules).toMatchObject([
      {
        NoncurrentVersionExpiration: { NoncurrentDays: 7 },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 },
      },
    ]);
  });
});

describe('the outputs', () => {
  it('are the URL to POST to and the name of the bucket', () => {
    expect(template.findOutputs('*')).toMatchObject({
      BlogUrl: {
        Value: joined(
          { 'Fn::GetAtt': [only(template, 'AWS::ApiGatewayV2::Api').id, 'ApiEndpoint'] },
          '/blog',
        ),
      },
      BucketName: { Value: { Ref: only(template, 'AWS::S3::Bucket').id } },
    });
  });
});
