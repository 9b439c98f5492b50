import { Metrics as EmfMetrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MetricName, Metrics } from '../core/report/report.ts';

/** Metrics in CloudWatch's embedded metric format, on standard output. Namespace and service come from the environment. */
export function createMetrics(): Metrics {
  const metrics = new EmfMetrics();
  // A request that was refused has nothing to publish, which Powertools would warn of.
  let gathered = false;
  const add = (name: MetricName, unit: (typeof MetricUnit)[keyof typeof MetricUnit], value: number): void => {
    metrics.addMetric(name, unit, value);
    gathered = true;
  };
  return {
    count: (name, value) => add(name, MetricUnit.Count, value),
    time: (name, ms) => add(name, MetricUnit.Milliseconds, ms),
    failure(kind) {
      add('Failures', MetricUnit.Count, 1);
      // A dimension set of its own: each is billed, and only failures are told apart by kind.
      metrics.singleMetric().addDimension('kind', kind).addMetric('Failures', MetricUnit.Count, 1);
    },
    flush() {
      if (gathered) metrics.publishStoredMetrics();
      gathered = false;
    },
  };
}
