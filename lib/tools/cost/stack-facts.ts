import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { bundleFunctions } from '../../bundle/bundle.ts';
import type { Settings } from '../../settings/settings.ts';
import { BlogStack } from '../../stack/blog-stack.ts';
import { accessLogBytes } from './log-lines.ts';

/** What the synthesized stack has that is billed by itself, or bounds how much is. */
export interface StackFacts {
  readonly alarms: number;
  /** Metrics that the alarms read, as often as an alarm reads one. */
  readonly alarmMetrics: number;
  readonly dashboards: number;
  /** Whether API Gateway tells CloudWatch of each route. */
  readonly routeMetrics: boolean;
  /** What a request adds to API Gateway's access log, in bytes. */
  readonly accessLogBytes: number;
}

/** The metrics of an HTTP API's route: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html */
export const metricsOfARoute = 6;

interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation's, of any shape
  readonly Properties: any;
}

/** Synthesizes the stack with these settings and reads its template. */
export async function readStackFacts(settings: Settings): Promise<StackFacts> {
  const outdir = await mkdtemp(join(tmpdir(), 'cost-stack-'));
  try {
    const app = new App({ outdir, analyticsReporting: false });
    const codePaths = await bundleFunctions();
    const stack = new BlogStack(app, settings.stackName, { settings, codePaths });
    const { template } = app.synth().getStackArtifact(stack.artifactId);
    const resources: Resource[] = Object.values(template.Resources);
    const all = (type: string): Resource[] => resources.filter(({ Type }) => Type === type);
    const alarms = all('AWS::CloudWatch::Alarm');
    const stage = all('AWS::ApiGatewayV2::Stage')[0]?.Properties;
    return {
      alarms: alarms.length,
      alarmMetrics: alarms.reduce((sum, { Properties }) => sum + metricsRead(Properties.Metrics), 0),
      dashboards: all('AWS::CloudWatch::Dashboard').length,
      routeMetrics: Object.values<{ DetailedMetricsEnabled: boolean }>(stage.RouteSettings).some(
        ({ DetailedMetricsEnabled }) => DetailedMetricsEnabled,
      ),
      accessLogBytes: accessLogBytes(stage.AccessLogSettings.Format),
    };
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}

/** An alarm on one metric names it; one of metric math lists what it reads beside its expressions. */
function metricsRead(queries: readonly { MetricStat?: unknown }[] | undefined): number {
  return queries === undefined ? 1 : queries.filter(({ MetricStat }) => MetricStat !== undefined).length;
}
