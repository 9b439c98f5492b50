import { Duration, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { BlogFunction, type BlogFunctionProps } from './blog-function.ts';

/** The properties of the worker's function that are not fixed. */
export type BlogWorkerProps = Pick<
  BlogFunctionProps,
  'settings' | 'codePath' | 'posts' | 'prefixes' | 'statements'
>;

/** The function that writes posts asynchronously, and the queue of its failed jobs. */
export class BlogWorker extends Construct {
  readonly function: IFunction;
  /** Holds a message for each job that failed after all of Lambda's retries; `npm run redrive` reads it. */
  readonly failedJobs: Queue;

  constructor(scope: Construct, id: string, props: BlogWorkerProps) {
    super(scope, id);
    this.failedJobs = new Queue(this, 'FailedJobs', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // The maximum of SQS.
      retentionPeriod: Duration.days(14),
    });
    Validations.of(this.failedJobs).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason:
        'This queue is itself the dead-letter queue of failed jobs. Its only consumer is npm run redrive, which deletes a ' +
        'message only after its job is settled; an alarm goes off while the queue holds a message.',
    });
    const worker = new BlogFunction(this, 'WriteBlog', {
      ...props,
      name: 'write-blog',
      description: 'Writes blog posts asynchronously',
      reservedConcurrency: props.settings.workerReservedConcurrency,
      access: 'write',
      statements: [
        ...(props.statements ?? []),
        new PolicyStatement({
          sid: 'KeepFailedJobs',
          actions: ['sqs:SendMessage'],
          resources: [this.failedJobs.queueArn],
        }),
      ],
    });
    worker.function.configureAsyncInvoke({
      // Queued events run on $LATEST: after a deploy, the new version processes them.
      maxEventAge: Duration.hours(1),
      retryAttempts: 2,
      onFailure: new SqsDestination(this.failedJobs),
    });
    this.function = worker.function;
  }

  /** The permission to hand a post over: to invoke the worker's function, unqualified. */
  invokeStatement(): PolicyStatement {
    return new PolicyStatement({
      sid: 'InvokeWorker',
      actions: ['lambda:InvokeFunction'],
      resources: [this.function.functionArn],
    });
  }
}
