import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Settings } from '../../settings/settings.ts';
import { serviceName } from '../service-name.ts';
import { AlarmTopic } from './alarm-topic.ts';
import { BlogAlarms } from './blog-alarms.ts';
import { BlogDashboard } from './blog-dashboard.ts';
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
    const { topic } = new AlarmTopic(this, 'Alarm', settings);
    const action = new SnsAction(topic);
    const { alarms } = new BlogAlarms(this, 'Alarms', { metrics, failedJobs, settings, action });
    const { dashboard } = new BlogDashboard(this, 'Overview', { metrics, failedJobs, alarms, settings });
    this.topicArn = topic.topicArn;
    this.dashboardName = dashboard.dashboardName;
  }
}
