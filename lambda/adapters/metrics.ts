import type { MetricName, Metrics } from '../core/report/report.ts';

type Unit = 'Count' | 'Milliseconds';
type Figures = Record<string, { readonly unit: Unit; readonly values: number[] }>;

/**
 * Creates metrics that are written to standard output in CloudWatch's embedded metric format. The environment variables
 * `METRICS_NAMESPACE` and `SERVICE_NAME` name the namespace and the service.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function createMetrics(): Metrics {
  const { METRICS_NAMESPACE: namespace, SERVICE_NAME: service } = process.env;
  let figures: Figures = {};
  const add = (name: MetricName, unit: Unit, value: number): void => {
    figures[name] ??= { unit, values: [] };
    figures[name].values.push(value);
  };
  const publish = (published: Figures, dimensions: Record<string, string | undefined>): void => {
    const metrics = Object.entries(published);
    const line = {
      _aws: {
        Timestamp: Date.now(),
        CloudWatchMetrics: [
          {
            Namespace: namespace,
            Dimensions: [Object.keys(dimensions)],
            Metrics: metrics.map(([name, { unit }]) => ({ Name: name, Unit: unit })),
          },
        ],
      },
      ...dimensions,
      ...Object.fromEntries(
        metrics.map(([name, { values }]) => [name, values.length === 1 ? values[0] : values]),
      ),
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  };
  return {
    count: (name, value) => add(name, 'Count', value),
    time: (name, ms) => add(name, 'Milliseconds', ms),
    failure(kind) {
      add('Failures', 'Count', 1);
      // Each set of dimensions is billed, so only failures have the dimension `kind`.
      publish({ Failures: { unit: 'Count', values: [1] } }, { service, kind });
    },
    flush() {
      if (Object.keys(figures).length > 0) publish(figures, { service });
      figures = {};
    },
  };
}
