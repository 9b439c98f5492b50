/** The CloudWatch namespace of the functions' own metrics. Stacks share it and differ in their service name. */
export const metricsNamespace = 'BlogWriter';

/**
 * The service name of a stack, in its log lines and as the dimension `service` of its metrics: `blog-writer` for the
 * stack `BlogWriter`. It is unique for each stack name, so that the dashboards and alarms of two stacks in one account
 * and Region never count each other's posts. Therefore a hyphen is doubled (`blog-writer--dev` for `BlogWriter-dev`),
 * and a name that starts with a lowercase letter is prefixed with a dot.
 */
export function serviceName(stackName: string): string {
  return stackName
    .replaceAll('-', '--')
    .replace(/(?<!^)[A-Z]/g, '-$&')
    .replace(/^[a-z]/, '.$&')
    .toLowerCase();
}

/** The names of the stack's outputs, which commands use to find its resources. */
export const stackOutputs = {
  blogUrl: 'BlogUrl',
  /** Only if the stack has the writing page. */
  pageUrl: 'PageUrl',
  /** The bucket of posts and records. */
  bucketName: 'BucketName',
  failedJobsQueueUrl: 'FailedJobsQueueUrl',
  workerFunctionName: 'WorkerFunctionName',
  /** Only if `monitoring` is on. */
  dashboardName: 'DashboardName',
  /** The SNS topic of the alarms; only if `monitoring` is on. */
  alarmTopicArn: 'AlarmTopicArn',
} as const;
