/** The names of the stack's outputs, by which commands find its parts. */
export const stackOutputs = {
  /** Where to `POST`. */
  blogUrl: 'BlogUrl',
  /** The page to write on; only where there is one. */
  pageUrl: 'PageUrl',
  /** The bucket of the posts and of the records. */
  bucketName: 'BucketName',
  /** The queue that keeps the jobs which failed after every try. */
  failedJobsQueueUrl: 'FailedJobsQueueUrl',
  workerFunctionName: 'WorkerFunctionName',
  /** The dashboard; only where `monitoring` is on. */
  dashboardName: 'DashboardName',
  /** The topic that alarms are told to; only where `monitoring` is on. */
  alarmTopicArn: 'AlarmTopicArn',
} as const;
