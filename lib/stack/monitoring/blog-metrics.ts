import { Duration } from 'aws-cdk-lib';
import { Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { FunctionName } from '../../../lambda/core/config/variable.ts';
import type { MetricName } from '../../../lambda/core/report/report.ts';
import { blogIdPath, blogPath, httpStageName } from '../api/blog-api.ts';
import { metricsNamespace } from '../stack-names.ts';

/** A route of the API, by its method. */
export type RouteMethod = 'POST' | 'GET';
const routePaths: Readonly<Record<RouteMethod, string>> = { POST: blogPath, GET: blogIdPath };

/** The metrics of a route: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html. */
export type RouteMetricName = '4xx' | '5xx' | 'Count' | 'Latency' | 'IntegrationLatency';

export interface BlogMetricsProps {
  /** The dimension `service` of the functions' own metrics. */
  readonly serviceName: string;
  /** The HTTP API. Its stage must have detailed metrics enabled. */
  readonly apiId: string;
  readonly functions: Readonly<Record<FunctionName, IFunction>>;
}

/** The metrics of a deployed stack: the functions' own, API Gateway's and Lambda's. */
export class BlogMetrics {
  private readonly props: BlogMetricsProps;

  constructor(props: BlogMetricsProps) {
    this.props = props;
  }

  /** A metric that the functions publish; see `metricNames`. */
  service(metricName: MetricName, options: MetricOptions = {}): Metric {
    return metric(metricsNamespace, metricName, { service: this.props.serviceName }, options);
  }

  /** Failures of one kind; see `failureKinds`. */
  failures(kind: string, options: MetricOptions = {}): Metric {
    const dimensions = { service: this.props.serviceName, kind };
    return metric(metricsNamespace, 'Failures', dimensions, { label: kind, ...options });
  }

  /** An API Gateway metric of one route. The statistic of `Count` is the sample count. */
  route(method: RouteMethod, metricName: RouteMetricName, options: MetricOptions = {}): Metric {
    const dimensions = {
      ApiId: this.props.apiId,
      Stage: httpStageName,
      Method: method,
      Resource: routePaths[method],
    };
    const statistic = metricName === 'Count' ? Stats.SAMPLE_COUNT : Stats.SUM;
    return metric('AWS/ApiGateway', metricName, dimensions, { statistic, ...options });
  }

  /** A Lambda metric of one function. */
  lambda(
    name: FunctionName,
    metricName: 'ConcurrentExecutions' | 'Duration' | 'Errors' | 'Throttles',
    options: MetricOptions = {},
  ): Metric {
    const { functionName } = this.props.functions[name];
    return metric('AWS/Lambda', metricName, { FunctionName: functionName }, options);
  }
}

/** A metric, by default the sum over 5 minutes, labeled with its name. */
function metric(
  namespace: string,
  metricName: string,
  dimensionsMap: Record<string, string>,
  options: MetricOptions,
): Metric {
  const defaults = { statistic: Stats.SUM, period: Duration.minutes(5), label: metricName };
  return new Metric({ namespace, metricName, dimensionsMap, ...defaults, ...options });
}
