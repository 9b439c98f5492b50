import { describe, expect, it } from 'vitest';
import { all, only, synthesize } from './synthesized-stack.ts';

describe('a stack with the longest name that CloudFormation allows', () => {
  const stackName = `B${'log'.repeat(42)}1`;
  const template = synthesize({ stackName, fallbackModelId: 'amazon.nova-lite-v1:0' });

  it('has no name or text that exceeds the limits of AWS', () => {
    expect(stackName).toHaveLength(128);
    expect(only(template, 'AWS::SNS::Topic').properties.DisplayName).toHaveLength(100);
    expect(only(template, 'AWS::ApiGatewayV2::Api').properties.Name).toHaveLength(128);
    expect(only(template, 'AWS::CloudWatch::Dashboard').properties.DashboardName.length).toBeLessThan(256);
    for (const { properties } of all(template, 'AWS::CloudWatch::Alarm')) {
      expect(properties.AlarmDescription.length).toBeLessThan(1_024);
    }
  });
});

describe('the log group of the access log', () => {
  it('is named for each stack, with the prefix that needs no resource policy', () => {
    const names = [{}, { stackName: 'Mine' }].flatMap((context) =>
      all(synthesize(context), 'AWS::Logs::LogGroup').flatMap(
        ({ properties }) => properties.LogGroupName ?? [],
      ),
    );
    expect(names).toEqual(['/aws/vendedlogs/apigateway/BlogWriter', '/aws/vendedlogs/apigateway/Mine']);
  });
});
