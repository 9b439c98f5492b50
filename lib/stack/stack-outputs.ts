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
