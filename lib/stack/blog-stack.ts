import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { hasPage } from '../../lambda/core/config/page.ts';
import type { FunctionName } from '../../lambda/core/config/variable.ts';
import { blogPrefix } from '../../lambda/core/post/blog-id.ts';
import { budgetPrefix, jobPrefix, keyPrefix } from '../../lambda/core/records/record-keys.ts';
import type { Settings } from '../settings/settings.ts';
import { guardrailAccessStatement, modelAccessStatements } from './access/model-access.ts';
import { BlogApi } from './api/blog-api.ts';
import { BlogBucket } from './bucket/blog-bucket.ts';
import { BlogFunction } from './functions/blog-function.ts';
import { BlogWorker } from './functions/blog-worker.ts';
import { BlogMonitoring } from './monitoring/blog-monitoring.ts';
import { stackOutputs } from './stack-names.ts';
import { warnOfPublicEndpoint, warnOfUnusedSettings } from './synth-warnings.ts';

export interface BlogStackProps extends Pick<StackProps, 'description'> {
  readonly settings: Settings;
  /** The folder of each function's bundle; see `bundleFunctions`. */
  readonly codePaths: Readonly<Record<FunctionName, string>>;
  /** @default - resolved at deployment, so the stack can be synthesized without an account */
  readonly account?: string;
}

/** The whole service: API, functions, bucket, queue of failed jobs, and monitoring. */
export class BlogStack extends Stack {
  constructor(scope: Construct, id: string, props: BlogStackProps) {
    const { settings, codePaths, account, ...stackProps } = props;
    const { region } = settings;
    super(scope, id, { ...stackProps, env: { region, ...(account !== undefined && { account }) } });

    const posts = new BlogBucket(this, 'Posts', settings);
    const { model, fallback, guardrailId } = settings;
    const modelAccess = [
      ...modelAccessStatements(model, this),
      ...(fallback === undefined ? [] : modelAccessStatements(fallback, this, 'OfFallback')),
      ...(guardrailId === undefined ? [] : [guardrailAccessStatement(guardrailId, this)]),
    ];
    // The functions that call the model write posts and jobs, and count tokens if there is a budget.
    const writtenPrefixes = [
      blogPrefix,
      jobPrefix,
      ...(settings.dailyTokenBudget === 'off' ? [] : [budgetPrefix]),
    ];
    const worker = new BlogWorker(this, 'Worker', {
      settings,
      posts,
      codePath: codePaths['write-blog'],
      prefixes: writtenPrefixes,
      statements: modelAccess,
    });
    const workerFunctionName = worker.function.functionName;
    const postBlog = new BlogFunction(this, 'PostBlog', {
      settings,
      posts,
      name: 'post-blog',
      description: 'Writes and saves a blog post, or hands it over to the worker',
      codePath: codePaths['post-blog'],
      workerFunctionName,
      access: 'write',
      prefixes: [...writtenPrefixes, keyPrefix],
      statements: [...modelAccess, worker.invokeStatement()],
    });
    const getBlog = new BlogFunction(this, 'GetBlog', {
      settings,
      posts,
      name: 'get-blog',
      description: 'Reads a blog post or its status',
      codePath: codePaths['get-blog'],
      access: 'read',
      prefixes: [blogPrefix, jobPrefix],
    });
    const api = new BlogApi(this, 'Api', {
      settings,
      postBlog: postBlog.function,
      getBlog: getBlog.function,
    });
    warnOfPublicEndpoint(this, settings);
    warnOfUnusedSettings(this, settings);

    const output = (name: string, value: string, description: string): CfnOutput =>
      new CfnOutput(this, name, { value, description });
    output(stackOutputs.blogUrl, api.blogUrl, 'URL to send POST requests to');
    if (hasPage(settings)) output(stackOutputs.pageUrl, api.pageUrl, 'URL of the writing page');
    output(stackOutputs.bucketName, posts.bucket.bucketName, 'Bucket that stores the posts');
    output(stackOutputs.failedJobsQueueUrl, worker.failedJobs.queueUrl, 'Queue that npm run redrive reads');
    output(stackOutputs.workerFunctionName, workerFunctionName, 'Function that writes posts asynchronously');
    if (settings.monitoring === 'on') {
      const { dashboardName, topicArn } = new BlogMonitoring(this, 'Monitoring', {
        settings,
        apiId: api.apiId,
        failedJobs: worker.failedJobs,
        functions: {
          'post-blog': postBlog.function,
          'write-blog': worker.function,
          'get-blog': getBlog.function,
        },
      });
      output(stackOutputs.dashboardName, dashboardName, 'CloudWatch dashboard');
      output(stackOutputs.alarmTopicArn, topicArn, 'SNS topic to subscribe to for alarms');
    }
  }
}
