import { Duration, Stack } from 'aws-cdk-lib';
import { AlarmStatusWidget, Dashboard, type IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { BlogMetrics } from './blog-metrics.ts';
import { type CostSettings, capacityWidgets, tokenWidgets } from './capacity-widgets.ts';
import { latencyWidgets, trafficWidgets } from './traffic-widgets.ts';

export interface BlogDashboardProps {
  readonly metrics: BlogMetrics;
  readonly failedJobs: IQueue;
  readonly alarms: readonly IAlarm[];
  readonly settings: CostSettings;
}

/** The dashboard: alarms at the top, then traffic, latency, tokens and capacity. */
export class BlogDashboard extends Construct {
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, props: BlogDashboardProps) {
    super(scope, id);
    const { metrics } = props;
    const { stackName, region } = Stack.of(this);
    this.dashboard = new Dashboard(this, 'Dashboard', {
      // Dashboard names are shared by all Regions of an account.
      dashboardName: `${stackName}-${region}`,
      defaultInterval: Duration.days(1),
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', alarms: [...props.alarms], width: 24, height: 2 })],
        trafficWidgets(metrics),
        latencyWidgets(metrics),
        tokenWidgets(metrics, props.settings),
        capacityWidgets(metrics, props.failedJobs),
      ],
    });
  }
}
