import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { metricNames } from '../../lambda/core/report/report.ts';
import { readSettings } from '../../lib/settings/settings.ts';
import { alarmCases } from '../../lib/stack/monitoring/alarm-cases.ts';
import { BlogMetrics } from '../../lib/stack/monitoring/blog-metrics.ts';
import { metricsNamespace, serviceName } from '../../lib/stack/stack-names.ts';
import { all, synthesize } from '../lib/stack/synthesized-stack.ts';
import {
  codeBlocks,
  firstSpans,
  fragments,
  messagesOf,
  read,
  root,
  rows,
  section,
  spans,
} from './page-text.ts';

const operations = read('docs/operations.md');
const deploy = read('docs/deploy.md');
const page = (heading: string): string => section(operations, heading);

describe('the logs in the operator’s page', () => {
  const own = messagesOf('lambda');

  it('have exactly the log groups of the stack', () => {
    const logs = (context: Record<string, string>): string[] =>
      all(synthesize(context), 'AWS::Logs::LogGroup').map(({ id }) => id.slice(0, -8));
    const groups = firstSpans(page('Logs')).filter((name) => /Log$/.test(name));
    expect(groups.sort()).toEqual(logs({ removalPolicy: 'destroy' }).sort());
  });

  it('have only fields that the code writes', () => {
    const example = JSON.parse(codeBlocks(page('Logs')).find((code) => code.startsWith('{')) ?? '');
    // The logger adds these.
    const added = ['level', 'message', 'timestamp', 'service'];
    const explained = firstSpans(page('Logs')).filter((name) => /^[a-z_]+$/.test(name));
    const fields = [...Object.keys(example), ...explained].filter((name) => !added.includes(name));
    expect(fields.length).toBeGreaterThan(15);
    expect(fields.filter((name) => !new RegExp(`\\b${name}\\b`).test(own))).toEqual([]);
  });

  it('quote messages of the code', () => {
    const quoted = firstSpans(page('What the logs say, and what to do'));
    const byAws = /Exception$|^AccessDenied$|^NoSuchBucket$|^on-demand throughput$/;
    const ofCode = quoted.filter((span) => !byAws.test(span)).flatMap(fragments);
    expect(ofCode.length).toBeGreaterThan(15);
    expect(ofCode.filter((part) => !own.includes(part))).toEqual([]);
    expect(quoted.filter((span) => byAws.test(span) && !own.includes(span))).toEqual([]);
  });
});

describe('the metrics in the operator’s page', () => {
  it('are exactly those that are published, in their order', () => {
    expect(firstSpans(page('Metrics'))).toEqual([...metricNames]);
  });

  it('have the unit that they are published in', () => {
    const times = rows(page('Metrics')).filter(([, unit]) => unit === 'Milliseconds');
    expect(times.map(([name = '']) => spans(name)[0])).toEqual(['ModelLatency', 'StoreLatency']);
  });

  it('are where the stack puts them', () => {
    expect(page('Metrics')).toContain(`namespace \`${metricsNamespace}\``);
    expect(page('Metrics')).toContain(`\`${serviceName('BlogWriter')}\` for \`BlogWriter\``);
    expect(page('Metrics')).toContain(`\`${serviceName('BlogWriter-dev')}\` for \`BlogWriter-dev\``);
  });
});

describe('the alarms in the operator’s page', () => {
  const stack = new Stack();
  const aFunction = { functionName: 'example' } as IFunction;
  const settings = readSettings({ fallbackModelId: 'us.amazon.nova-lite-v1:0' });
  const parts = {
    metrics: new BlogMetrics({
      serviceName: 'blog-writer',
      apiId: 'abc123',
      functions: { 'post-blog': aFunction, 'write-blog': aFunction, 'get-blog': aFunction },
    }),
    failedJobs: new Queue(stack, 'FailedJobs'),
    settings,
  };
  const cases = alarmCases(parts);

  it('are exactly those of the stack, in their order', () => {
    expect(firstSpans(page('Alarms')).filter((name) => /^[A-Z]/.test(name))).toEqual(Object.keys(cases));
  });

  it.each(Object.entries(cases))('have the threshold and the periods of %s', (name, alarm) => {
    const { threshold, datapoints = 1 } = alarm;
    const row = rows(page('Alarms')).find(([first]) => first === `\`${name}\``);
    expect(row?.[1]).toMatch(new RegExp(`^when .*(?:more than|over) ${threshold.toLocaleString('en-US')} `));
    const periods = `each of ${datapoints} periods|for ${5 * datapoints} minutes`;
    if (datapoints > 1) expect(row?.[1]).toMatch(new RegExp(periods));
  });
});

describe('the rest of the operator’s pages', () => {
  it.each([
    ['without', {}, 1],
    ['dev', { stage: 'dev' }, 2],
    ['prod', { stage: 'prod' }, 3],
  ])('lists what a stage sets: %s', (_, context, column) => {
    const settings = readSettings(context);
    const table = rows(section(deploy, 'Stages')).map((cells) => [cells[0], cells[column]]);
    expect(table).toEqual(
      (['stackName', 'removalPolicy', 'monitoring'] as const).map((name) => [
        `\`${name}\``,
        `\`${settings[name]}\``,
      ]),
    );
  });

  it('has every workflow and all their variables', () => {
    const folder = '.github/workflows';
    const files = readdirSync(join(root, folder)).sort();
    const text = files.map((file) => read(join(folder, file))).join('\n');
    const named = firstSpans(section(deploy, 'CI on GitHub'));
    expect(named.filter((name) => name.endsWith('.yml')).sort()).toEqual(files);
    const variables = new Set([...text.matchAll(/\bvars\.(\w+)/g)].map(([, name]) => name));
    expect(named.filter((name) => /^[A-Z_]+$/.test(name)).sort()).toEqual([...variables].sort());
  });

  it('shows the output of the commands', () => {
    const printed = messagesOf('bin', 'lib');
    const quoted = [
      ' leaves 2 posts.',
      'Ready to deploy',
      'To run jobs again:  npm run redrive -- --run <blog_id> …   or --all',
    ];
    expect(
      quoted.filter((words) => !(operations + deploy).includes(words) || !printed.includes(words)),
    ).toEqual([]);
  });
});
