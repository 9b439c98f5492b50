import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { BlogFunction, type BlogFunctionProps } from './blog-function.ts';

/** What a worker needs beside its name and its queue. */
export type BlogWorkerProps = Omit<BlogFunctionProps, 'name' | 'description'>;

/** The function that writes the posts no request could wait for, and the queue of the jobs that it could not do. */
export class BlogWorker extends Construct {
  readonly function: IFunction;
  /** Keeps a message for each job that failed after every try of Lambda's; `npm run redrive` reads it. */
  readonly failedJobs: Queue;

  constructor(scope: Construct, id: string, props: BlogWorkerProps) {
    super(scope, id);
    this.failedJobs = new Queue(this, 'FailedJobs', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // The longest there is.
      retentionPeriod: Duration.days(14),
    });
    const worker = new BlogFunction(this, 'WriteBlog', {
      ...props,
      name: 'write-blog',
      description: 'Writes the blog posts that no request could wait for',
      statements: [
        ...props.statements,
        new PolicyStatement({
          sid: 'KeepFailedJobs',
          actions: ['sqs:SendMessage'],
          resources: [this.failedJobs.queueArn],
        }),
      ],
    });
    worker.function.configureAsyncInvoke({
      // The events of jobs in flight go to $LATEST: what a deploy replaces in between is done by the new version.
      maxEventAge: Duration.hours(1),
      retryAttempts: 2,
      onFailure: new SqsDestination(this.failedJobs),
    });
    this.function = worker.function;
  }

  /** What handing a post over needs: to invoke the worker by its name, without a version or alias. */
  invokeStatement(): PolicyStatement {
    return new PolicyStatement({
      sid: 'InvokeWorker',
      actions: ['lambda:InvokeFunction'],
      resources: [this.function.functionArn],
    });
  }
}
