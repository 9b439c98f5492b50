import { expect, it, vi } from 'vitest';
import { createMetrics } from '../../../lambda/adapters/metrics.ts';
import { BlogFailure, type FailureKind } from '../../../lambda/core/errors.ts';
import { createWriteBlogHandler } from '../../../lambda/events/write-blog-handler.ts';
import { spyLog } from '../../lambda/core/report/report-sinks.ts';
import { lambdaContext } from '../../lambda/http/events.ts';
import { alarmOf, dimensions, watched } from './synthesized-alarms.ts';
import { functionOf, type Json, synthesize } from './synthesized-stack.ts';

const template = synthesize();

/** What the worker writes for CloudWatch, in the environment of the stack, when a job fails for good. */
async function linesOfWorker(kind: FailureKind): Promise<Json[]> {
  const { Variables } = functionOf(template, 'write-blog').properties.Environment;
  for (const name of ['METRICS_NAMESPACE', 'SERVICE_NAME']) {
    vi.stubEnv(name, Variables[name]);
  }
  const lines: string[] = [];
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  const handler = createWriteBlogHandler({
    workJob: async () => ({ kind: 'failed', failure: new BlogFailure(kind, 'access denied') }),
    now: () => 0,
    log: spyLog(),
    metrics: createMetrics(),
  });
  await handler({ blog_id: '20261122T160527123Z_Bees', v: 1 }, lambdaContext());
  stdout.mockRestore();
  vi.unstubAllEnvs();
  return lines.map((line) => JSON.parse(line));
}

/** The metrics that CloudWatch extracts from a line in the embedded metric format. */
function publishedIn(line: Json): { Metric: Json; value: number }[] {
  return line._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }: Json) =>
    Dimensions.flatMap((names: string[]) =>
      Metrics.map(({ Name }: Json) => ({
        Metric: {
          Namespace,
          MetricName: Name,
          Dimensions: dimensions(Object.fromEntries(names.map((name) => [name, line[name]]))),
        },
        value: line[Name],
      })),
    ),
  );
}

it('the alarm on promised posts watches the metric that the worker publishes when it gives up', async () => {
  const alarm = alarmOf(template, 'PromisedPostsFailed');
  const [{ Metric: watchedMetric, Stat, Period }] = Object.values(watched(alarm)) as [Json];
  expect([Stat, Period, alarm.Threshold]).toEqual(['Sum', 900, 0]);
  const published = (await linesOfWorker('service-misconfigured')).flatMap(publishedIn);
  expect(published.filter(({ Metric }) => Metric.MetricName === watchedMetric.MetricName)).toEqual([
    { Metric: watchedMetric, value: 1 },
  ]);
  expect(alarmOf(template, 'FailedJobs').AlarmDescription).toContain('nothing was recorded');
});
