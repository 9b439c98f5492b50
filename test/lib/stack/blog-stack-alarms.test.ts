import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { metricNames } from '../../../lambda/core/report/report.ts';
import { settingsTable } from '../../../lib/settings/settings-table.ts';
import { alarmMetrics } from '../../../lib/tools/cost/usage.ts';
import { alarmOf, dimensions, watched } from './synthesized-alarms.ts';
import { all, buildStack, functionOf, type Json, joined, only, synthesize } from './synthesized-stack.ts';

const template = synthesize();
const budget = Number(settingsTable.dailyTokenBudget.default);

const alarm = (name: string, from = template): Json => alarmOf(from, name);
const expressionOf = (properties: Json): string =>
  properties.Metrics.find(({ Expression }: Json) => Expression !== undefined).Expression;

const postRoute = dimensions({
  ApiId: { Ref: only(template, 'AWS::ApiGatewayV2::Api').id },
  Method: 'POST',
  Resource: '/blog',
  Stage: '$default',
});
const ownMetric = (MetricName: string): Json => ({
  Namespace: 'BlogWriter',
  MetricName,
  Dimensions: dimensions({ service: 'blog-writer' }),
});

describe('the alarms', () => {
  it('include calls of the fallback model, if there is one', () => {
    const properties = alarm('Fallback', synthesize({ fallbackModelId: 'us.amazon.nova-lite-v1:0' }));
    expect(JSON.stringify(properties)).toMatch(/"MetricName":"FallbackCalls"/);
    expect(JSON.stringify(properties)).toMatch(/"Period":3600/);
    expect(properties.AlarmDescription).toContain('us.amazon.nova-lite-v1:0');
    expect(properties.AlarmDescription).toMatch(/First: \w+/);
  });

  it.each(all(template, 'AWS::CloudWatch::Alarm').map(({ id, properties }) => [id, properties] as const))(
    '%s says what to do first, notifies the topic, and treats missing data as good',
    (_, properties) => {
      expect(properties).toMatchObject({
        AlarmActions: [{ Ref: only(template, 'AWS::SNS::Topic').id }],
        TreatMissingData: 'notBreaching',
        ComparisonOperator: 'GreaterThanThreshold',
      });
      expect(properties.AlarmDescription).toMatch(/First: \w+/);
      // CloudWatch's limit.
      expect(properties.AlarmDescription.length).toBeLessThan(1_024);
    },
  );

  it('on errors counts POST only: GET also returns the problems of earlier failures', () => {
    const { failed, requests } = watched(alarm('PostErrors'));
    expect(failed.Metric).toEqual({ Namespace: 'AWS/ApiGateway', MetricName: '5xx', Dimensions: postRoute });
    expect(requests).toMatchObject({
      Metric: { MetricName: 'Count', Dimensions: postRoute },
      Stat: 'SampleCount',
    });
    expect(expressionOf(alarm('PostErrors'))).toBe(
      'IF(FILL(failed, 0) > 1, 100 * FILL(failed, 0) / requests, 0)',
    );
  });

  it('on throttles counts those of the model and of every function', () => {
    const { model, ...functions } = watched(alarm('Throttles'));
    expect(model.Metric).toEqual(ownMetric('Throttles'));
    const names = (['post-blog', 'write-blog', 'get-blog'] as const).map(
      (name) => functionOf(template, name).id,
    );
    expect(Object.values(functions).map(({ Metric }) => Metric)).toEqual(
      names.map((id) => ({
        Namespace: 'AWS/Lambda',
        MetricName: 'Throttles',
        Dimensions: dimensions({ FunctionName: { Ref: id } }),
      })),
    );
  });

  it.each([
    ['25 s', {}, 25_000],
    ['2 s before a shorter deadline', { deadlineMs: '10000' }, 8_000],
  ])('on latency goes off at %s, for the slowest percent of POST', (_, context, threshold) => {
    const properties = alarm('PostNearDeadline', synthesize(context));
    expect(properties).toMatchObject({ Threshold: threshold, EvaluationPeriods: 3 });
    const [latency] = Object.values(watched(properties));
    expect(latency).toMatchObject({ Metric: { MetricName: 'Latency', Dimensions: postRoute }, Stat: 'p99' });
  });

  it('on truncation compares the truncated posts with the saved ones', () => {
    const { truncated, saved } = watched(alarm('Truncation'));
    expect([truncated.Metric, saved.Metric]).toEqual([ownMetric('PostsTruncated'), ownMetric('PostsSaved')]);
  });

  it('on failed jobs goes off with the first message in the queue, and says which command to run', () => {
    const properties = alarm('FailedJobs');
    const [visible] = Object.values(watched(properties));
    expect(properties.Threshold).toBe(0);
    expect(visible).toMatchObject({
      Metric: {
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Dimensions: dimensions({
          QueueName: { 'Fn::GetAtt': [only(template, 'AWS::SQS::Queue').id, 'QueueName'] },
        }),
      },
      Stat: 'Maximum',
    });
    expect(properties.AlarmDescription).toContain('npm run redrive -- --stack BlogWriter --region us-east-2');
  });

  it.each([
    [{}, settingsTable.tokensPerDayAlarm.default, `${budget} generated tokens (dailyTokenBudget)`],
    [{ auth: 'iam' }, budget, 'There is no budget'],
    [{ tokensPerDayAlarm: '9' }, 9, 'dailyTokenBudget'],
  ])('on tokens with %j goes off at %d a day, prompts included', (context, threshold, words) => {
    const properties = alarm('TokensPerDay', synthesize(context));
    const { prompt, generation } = watched(properties);
    expect([prompt.Metric, generation.Metric]).toEqual([
      ownMetric('PromptTokens'),
      ownMetric('GenerationTokens'),
    ]);
    expect([prompt.Period, properties.Threshold]).toEqual([86_400, threshold]);
    expect(properties.AlarmDescription).toContain(words);
  });

  it('watch the metrics of their own stack, as the functions name them', () => {
    const dev = synthesize({ stage: 'dev', monitoring: 'on' });
    const own = all(dev, 'AWS::CloudWatch::Alarm')
      .flatMap(({ properties }) => Object.values(watched(properties)))
      .filter(({ Metric }) => Metric.Namespace === 'BlogWriter');
    expect(own.length).toBeGreaterThan(0);
    for (const { Metric } of own) {
      expect(Metric.Dimensions).toEqual(dimensions({ service: 'blog-writer--dev' }));
      expect(metricNames).toContain(Metric.MetricName);
    }
  });
});

it('the costs count the metrics that the alarms read', () => {
  const read = all(template, 'AWS::CloudWatch::Alarm').map(({ properties }) =>
    properties.Metrics === undefined ? 1 : Object.keys(watched(properties)).length,
  );
  expect(read.reduce((sum, metrics) => sum + metrics)).toBe(alarmMetrics);
});

describe('the topic of the alarms', () => {
  const topic = { Ref: only(template, 'AWS::SNS::Topic').id };

  it('accepts messages over TLS only, and only from alarms of the account', () => {
    const { PolicyDocument, Topics } = only(template, 'AWS::SNS::TopicPolicy').properties;
    expect(Topics).toEqual([topic]);
    const account = { Ref: 'AWS::AccountId' };
    expect(PolicyDocument.Statement).toEqual<Json>([
      expect.objectContaining({
        Effect: 'Deny',
        Action: 'sns:Publish',
        Principal: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
      {
        Sid: 'AllowAlarms',
        Effect: 'Allow',
        Action: 'sns:Publish',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Resource: topic,
        Condition: {
          ArnLike: { 'aws:SourceArn': joined('arn:aws:cloudwatch:us-east-2:', account, ':alarm:*') },
          StringEquals: { 'aws:SourceAccount': account },
        },
      },
    ]);
  });

  it('has no KMS key that CloudWatch cannot use', () => {
    expect(only(template, 'AWS::SNS::Topic').properties).not.toHaveProperty('KmsMasterKeyId');
  });

  it('has a subscription only if an address is set', () => {
    template.resourceCountIs('AWS::SNS::Subscription', 0);
    const synthesized = synthesize({ alarmEmail: 'ops@example.com' });
    expect(only(synthesized, 'AWS::SNS::Subscription').properties).toMatchObject({
      Protocol: 'email',
      Endpoint: 'ops@example.com',
    });
  });
});

describe('without monitoring', () => {
  it('there is no dashboard, no alarm and no topic', () => {
    const synthesized = synthesize({ monitoring: 'off', alarmEmail: 'ops@example.com' });
    for (const type of ['CloudWatch::Dashboard', 'CloudWatch::Alarm', 'SNS::Topic', 'SNS::Subscription']) {
      synthesized.resourceCountIs(`AWS::${type}`, 0);
    }
    expect(Object.keys(synthesized.findOutputs('*'))).not.toContain('DashboardName');
  });
});

describe('an address for alarms', () => {
  const warned = (context: Record<string, unknown>): number =>
    Annotations.fromStack(buildStack(context)).findWarning('*', Match.stringLikeRegexp('alarmEmail')).length;

  it.each([
    [1, 'monitoring is off', { monitoring: 'off', alarmEmail: 'ops@example.com' }],
    [1, 'the stage has no monitoring', { stage: 'dev', alarmEmail: 'ops@example.com' }],
    [0, 'there are alarms', { alarmEmail: 'ops@example.com' }],
    [0, 'there is no address', { monitoring: 'off' }],
  ])('has %d warnings if %s', (count, _, context) => {
    expect(warned(context)).toBe(count);
  });
});
