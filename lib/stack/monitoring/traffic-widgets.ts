import { Duration } from 'aws-cdk-lib';
import { type GraphWidget, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { deployedFunctions } from '../../../lambda/core/config/variable.ts';
import { failureKinds } from '../../../lambda/core/errors.ts';
import { type BlogMetrics, percentiles } from './blog-metrics.ts';
import { graph, latencyGraph } from './dashboard-graph.ts';

/** The kinds of failures: those that callers see, and every other exception. */
const shownFailures = [...failureKinds, 'internal-error'] as const;

/** The requests and their errors. */
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
      // Includes the responses for jobs that failed earlier.
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

/** The API counts all reads; only the function knows which of them were for the page. */
function readsByPrograms(metrics: BlogMetrics): MathExpression {
  return new MathExpression({
    expression: 'reads - FILL(pages, 0)',
    usingMetrics: { reads: metrics.route('GET', 'Count'), pages: metrics.service('PostPages') },
    label: 'GET, programs',
    period: Duration.minutes(5),
  });
}

/** The latency of the routes and of their parts. */
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
