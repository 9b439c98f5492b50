import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Settings } from '../../settings/settings.ts';
import { serviceName } from '../stack-names.ts';
import { alarmCases } from './alarm-cases.ts';
import { createAlarmTopic } from './alarm-topic.ts';
import { createDashboard } from './blog-dashboard.ts';
import { BlogMetrics, type BlogMetricsProps } from './blog-metrics.ts';

export interface BlogMonitoringProps extends Omit<BlogMetricsProps, 'serviceName'> {
  readonly settings: Settings;
  readonly failedJobs: IQueue;
}

/** The dashboard, the alarms, and the topic they notify. */
export class BlogMonitoring extends Construct {
  readonly topicArn: string;
  readonly dashboardName: string;

  constructor(scope: Construct, id: string, props: BlogMonitoringProps) {
    super(scope, id);
    const { settings, failedJobs } = props;
    const metrics = new BlogMetrics({ ...props, serviceName: serviceName(settings.stackName) });
    const watched = { metrics, failedJobs, settings };
    const topic = createAlarmTopic(new Construct(this, 'Alarm'), settings);
    const action = new SnsAction(topic);
    const parent = new Construct(this, 'Alarms');
    const alarms = Object.entries(alarmCases(watched)).map(([name, alarmCase]) => {
      const { metric, threshold, datapoints = 1, describe } = alarmCase;
      const alarm = new Alarm(parent, name, {
        metric,
        threshold,
        evaluationPeriods: datapoints,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
        alarmDescription: describe({ threshold, datapoints }),
      });
      alarm.addAlarmAction(action);
      return alarm;
    });
    this.topicArn = topic.topicArn;
    this.dashboardName = createDashboard(new Construct(this, 'Overview'), watched, alarms).dashboardName;
  }
}
