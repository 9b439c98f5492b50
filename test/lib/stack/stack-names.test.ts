import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settingsTable } from '../../../lib/settings/settings-table.ts';
import { serviceName } from '../../../lib/stack/stack-names.ts';
import { all, only, synthesize } from './synthesized-stack.ts';

it.each([
  ['BlogWriter', 'blog-writer'],
  ['Blog-Writer', 'blog---writer'],
  ['BlogWriter-dev', 'blog-writer--dev'],
  ['BlogWriterDev', 'blog-writer-dev'],
  ['blog-writer', '.blog--writer'],
  ['TheBlogOf2026', 'the-blog-of2026'],
])('the service of the stack %s is called %s', (stackName, name) => {
  expect(serviceName(stackName)).toBe(name);
});

it('two stacks never share a service name', () => {
  // Few letters, so that names are near each other.
  const stackName = fc.stringMatching(/^[ABab][ABab0-]{0,6}$/);
  fc.assert(
    fc.property(stackName, stackName, (one, other) => {
      expect(settingsTable.stackName.read(one)).toBe(one);
      expect(serviceName(one) === serviceName(other)).toBe(one === other);
    }),
    { numRuns: 2_000 },
  );
});

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
