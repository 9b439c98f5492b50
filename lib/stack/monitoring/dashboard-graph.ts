import { GraphWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';

/** A graph whose axis starts at zero. @param width in the 24 columns of a dashboard */
export function graph(title: string, width: number, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, width, height: 6, left, leftYAxis: { min: 0 } });
}

/** A graph of milliseconds. */
export function latencyGraph(title: string, width: number, left: IMetric[]): GraphWidget {
  return new GraphWidget({
    title,
    width,
    height: 6,
    left,
    leftYAxis: { min: 0, label: 'ms', showUnits: false },
  });
}
