import { Duration } from 'aws-cdk-lib';
import { type GraphWidget, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { deployedFunctions } from '../../../lambda/core/config/variable.ts';
import { failureKinds } from '../../../lambda/core/errors.ts';
import { type BlogMetrics, percentiles } from './blog-metrics.ts';
import { graph, latencyGraph } from './dashboard-graph.ts';

/** What is counted as a failure: the kinds that callers are told, and whatever else is thrown. */
const shownFailures = [...failureKinds, 'internal-error'] as const;

/** What is asked for and how it is answered. */
export function trafficWidgets(metrics: BlogMetrics): GraphWidget[] {
  const label = (text: string) => ({ label: text });
  return [
    graph('Requests', 8, [
      metrics.route('POST', 'Count', label('POST')),
      readsByPrograms(metrics),
      metrics.service('PostPages', label('GET, pages')),
    ]),
    graph('Errors', 8, [
      metrics.route('POST', '5xx', label('POST 5xx')),
      metrics.route('POST', '4xx', label('POST 4xx')),
      // What GET answers of jobs that failed earlier is among these.
      metrics.route('GET', '5xx', label('GET 5xx')),
      metrics.route('GET', '4xx', label('GET 4xx')),
    ]),
    graph(
      'Failures by kind',
      8,
      shownFailures.map((kind) => metrics.failures(kind)),
    ),
  ];
}

/** The API counts all that is read; the function knows what of it was read as a page. */
function readsByPrograms(metrics: BlogMetrics): MathExpression {
  return new MathExpression({
    expression: 'reads - FILL(pages, 0)',
    usingMetrics: { reads: metrics.route('GET', 'Count'), pages: metrics.service('PostPages') },
    label: 'GET, programs',
    period: Duration.minutes(5),
  });
}

/** How long the answers take, and each part of them. */
export function latencyWidgets(metrics: BlogMetrics): GraphWidget[] {
  return [
    latencyGraph(
      'POST /blog',
      6,
      percentiles('POST', (view) => metrics.route('POST', 'Latency', view)),
    ),
    latencyGraph(
      'GET /blog/{blog_id}',
      6,
      percentiles('GET', (view) => metrics.route('GET', 'Latency', view)),
    ),
    latencyGraph(
      'Model call',
      6,
      percentiles('model', (view) => metrics.service('ModelLatency', view)),
    ),
    latencyGraph(
      'S3, in one request',
      6,
      percentiles('S3', (view) => metrics.service('StoreLatency', view)),
    ),
    ...deployedFunctions.map((name) =>
      latencyGraph(
        `Function ${name}`,
        8,
        percentiles(name, (view) => metrics.lambda(name, 'Duration', view)),
      ),
    ),
  ];
}
