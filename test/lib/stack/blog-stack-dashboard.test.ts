import { describe, expect, it } from 'vitest';
import { deployedFunctions } from '../../../lambda/core/config/variable.ts';
import { failureKinds } from '../../../lambda/core/errors.ts';
import { metricNames } from '../../../lambda/core/report/report.ts';
import { type Json, only, synthesize } from './synthesized-stack.ts';

/** A widget's title, and its metrics as CloudWatch's own lists: namespace, name, dimensions, options. */
interface Widget {
  title: string;
  metrics: Json[][];
}

/** The dashboard, with tokens for what is known at deployment only. */
function widgetsOf(context: Record<string, unknown> = {}): Widget[] {
  const { DashboardBody } = only(synthesize(context), 'AWS::CloudWatch::Dashboard').properties;
  const text = DashboardBody['Fn::Join'][1]
    .map((part: Json) => (typeof part === 'string' ? part : (part.Ref ?? part['Fn::GetAtt'].join('.'))))
    .join('');
  return JSON.parse(text).widgets.map(({ properties }: Json) => ({
    title: properties.title ?? properties.markdown,
    metrics: properties.metrics ?? [],
  }));
}

const widgets = widgetsOf();
function widget(title: string, from = widgets): Widget {
  const found = from.find((one) => one.title.startsWith(title));
  expect(found, `a widget "${title}" among ${from.map((one) => one.title).join(', ')}`).toBeDefined();
  return found as Widget;
}
const namesOf = ({ metrics }: Widget): string[] => metrics.map(([, name]) => name);
const statisticsOf = ({ metrics }: Widget): string[] => metrics.map((metric) => metric.at(-1).stat);

describe('the dashboard', () => {
  it('shows traffic and errors of each route', () => {
    expect(JSON.stringify(widget('Requests').metrics)).toMatch(
      /"Method","POST","Resource","\/blog".*"GET, programs".*"reads - FILL\(pages, 0\)".*"PostPages"/,
    );
    expect(namesOf(widget('Errors'))).toEqual(['5xx', '4xx', '5xx', '4xx']);
  });

  it('shows failures of every kind', () => {
    const kinds = widget('Failures by kind').metrics.map((metric) => metric[metric.indexOf('kind') + 1]);
    expect(kinds).toEqual([...failureKinds, 'internal-error']);
  });

  it.each([
    'POST /blog',
    'GET /blog/{blog_id}',
    'Model call',
    'S3, in one request',
    ...deployedFunctions.map((name) => `Function ${name}`),
  ])('shows the percentiles of %s', (title) => {
    expect(statisticsOf(widget(title))).toEqual(['p50', 'p90', 'p99']);
  });

  it('shows every metric that the functions publish', () => {
    const shown = widgets
      .flatMap(({ metrics }) => metrics)
      .filter(([namespace]) => namespace === 'BlogWriter')
      .map(([, name]) => name);
    expect([...new Set(shown)].sort()).toEqual([...metricNames].sort());
  });

  it('estimates the cost of tokens from the prices of the model', () => {
    const { metrics } = widget('Estimated cost', widgetsOf({ modelId: 'us.amazon.nova-lite-v1:0' }));
    const expressions = metrics.flatMap(([first]) => first.expression ?? []);
    expect(expressions).toEqual(['(prompt * 0.06 + generation * 0.24) / 1000000']);
  });

  it('has no estimate if the price of the model is not known', () => {
    const unknown = widgetsOf({ modelId: 'us.anthropic.claude-opus-4-1-20250805-v1:0' });
    expect(unknown.filter(({ title }) => title.includes('Estimated cost'))).toEqual([]);
    expect(unknown).toHaveLength(widgets.length - 1);
  });

  it('shows the minimum that was left of the budget, or that there is none', () => {
    const left = widget("Left of the day's 200000 tokens");
    expect([namesOf(left), statisticsOf(left)]).toEqual([['BudgetTokensLeft'], ['Minimum']]);
    expect(widget('**Budget**', widgetsOf({ dailyTokenBudget: 'off' })).title).toContain('off');
  });

  it('shows concurrency, throttles and failed jobs', () => {
    expect(namesOf(widget('Concurrency'))).toEqual(Array(3).fill('ConcurrentExecutions'));
    expect(namesOf(widget('Throttles'))).toEqual([
      'Throttles',
      'FallbackCalls',
      ...Array(3).fill('Throttles'),
    ]);
    expect(namesOf(widget('Failed jobs'))[0]).toBe('ApproximateNumberOfMessagesVisible');
  });

  it('begins with the alarms', () => {
    expect(widgets[0]?.title).toBe('Alarms');
  });

  it('shows the metrics of its own stack, under its own name', () => {
    const services = widgetsOf({ stage: 'prod' })
      .flatMap(({ metrics }) => metrics)
      .filter(([namespace]) => namespace === 'BlogWriter')
      .map((metric) => metric[metric.indexOf('service') + 1]);
    expect([...new Set(services)]).toEqual(['blog-writer--prod']);
    const { DashboardName } = only(synthesize({ stage: 'prod' }), 'AWS::CloudWatch::Dashboard').properties;
    expect(DashboardName).toBe('BlogWriter-prod-us-east-2');
  });
});
