import type { Template } from 'aws-cdk-lib/assertions';
import { expect } from 'vitest';
import { all, type Json } from './synthesized-stack.ts';

/** An alarm of a template, by its name in the stack. */
export function alarmOf(template: Template, name: string): Json {
  const found = all(template, 'AWS::CloudWatch::Alarm').filter(({ id }) =>
    id.startsWith(`MonitoringAlarms${name}`),
  );
  expect(found).toHaveLength(1);
  return found[0]?.properties;
}

/** What an alarm looks at: by the name in its expression, or the only one. */
export function watched(properties: Json): Record<string, Json> {
  const queries = properties.Metrics.filter(({ MetricStat }: Json) => MetricStat !== undefined);
  return Object.fromEntries(queries.map(({ Id, MetricStat }: Json) => [Id, MetricStat]));
}

/** Dimensions as CloudFormation has them. */
export const dimensions = (values: Record<string, Json>): Json[] =>
  Object.entries(values).map(([Name, Value]) => ({ Name, Value }));
