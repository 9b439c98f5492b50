import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { hasPage } from '../../lambda/core/config/page.ts';
import type { FunctionName } from '../../lambda/core/config/variable.ts';
import { blogPrefix } from '../../lambda/core/post/blog-id.ts';
import { budgetPrefix, jobPrefix, keyPrefix } from '../../lambda/core/records/record-keys.ts';
import type { Settings } from '../settings/settings.ts';
import { guardrailAccessStatements } from './access/guardrail-access.ts';
import { modelAccessStatements } from './access/model-access.ts';
import { acknowledgeFindings } from './access/nag-acknowledgements.ts';
import { apiAuthorizer, apiCors } from './api/api-access.ts';
import { BlogApi } from './api/blog-api.ts';
import { warnOfPublicEndpoint } from './api/public-endpoint-warning.ts';
import { BlogBucket } from './bucket/blog-bucket.ts';
import { BlogFunction } from './functions/blog-function.ts';
import { BlogWorker } from './functions/blog-worker.ts';
import { functionEnvironment } from './functions/function-environment.ts';
import { BlogMonitoring } from './monitoring/blog-monitoring.ts';
import { warnOfUnusedAlarmEmail } from './monitoring/unused-alarm-email.ts';
import { stackOutputs } from './stack-outputs.ts';

export interface BlogStackProps extends Pick<StackProps, 'stackName' | 'description'> {
  readonly settings: Settings;
  /** The folder of each function's bundle, see `bundleFunctions`. */
  readonly codePaths: Readonly<Record<FunctionName, string>>;
  /** @default - known at deployment only: the stack can be synthesized without an account */
  readonly account?: string;
}

/** The whole service: API, functions, bucket, the queue of failed jobs, and what watches over them. */
export class BlogStack extends Stack {
  constructor(scope: Construct, id: string, props: BlogStackProps) {
    const { settings, codePaths, account, ...stackProps } = props;
    const { region } = settings;
    super(scope, id, { ...stackProps, env: { region, ...(account !== undefined && { account }) } });

    const posts = new BlogBucket(this, 'Posts', settings);
    const bucketName = posts.bucket.bucketName;
    const place = { region, account: this.account, partition: this.partition };
    const modelAccess = [
      ...modelAccessStatements({ model: settings.model, ...place }),
      ...(settings.fallback === undefined
        ? []
        : modelAccessStatements({ model: settings.fallback, sidSuffix: 'OfFallback', ...place })),
      ...guardrailAccessStatements({ guardrailId: settings.guardrailId, ...place }),
    ];
    // Whoever calls the model writes posts and jobs, and counts the tokens where there is a budget.
    const writtenPrefixes = [
      blogPrefix,
      jobPrefix,
      ...(settings.dailyTokenBudget === 'off' ? [] : [budgetPrefix]),
    ];
    const readPrefixes = [blogPrefix, jobPrefix];
    const worker = new BlogWorker(this, 'Worker', {
      ...settings,
      codePath: codePaths['write-blog'],
      reservedConcurrency: settings.workerReservedConcurrency,
      environment: functionEnvironment('write-blog', settings, { bucketName }),
      statements: [...posts.writeStatements(...writtenPrefixes), ...modelAccess],
    });
    const workerFunctionName = worker.function.functionName;
    const postBlog = new BlogFunction(this, 'PostBlog', {
      ...settings,
      name: 'post-blog',
      description: 'Writes a blog post on a topic and saves it, or hands it over to the worker',
      codePath: codePaths['post-blog'],
      environment: functionEnvironment('post-blog', settings, { bucketName, workerFunctionName }),
      statements: [
        ...posts.writeStatements(...writtenPrefixes, keyPrefix),
        ...modelAccess,
        worker.invokeStatement(),
      ],
    });
    const getBlog = new BlogFunction(this, 'GetBlog', {
      ...settings,
      name: 'get-blog',
      description: 'Reads a blog post, or tells what became of it',
      codePath: codePaths['get-blog'],
      environment: functionEnvironment('get-blog', settings, { bucketName }),
      statements: posts.readStatements(...readPrefixes),
    });
    const api = new BlogApi(this, 'Api', {
      ...settings,
      postBlog: postBlog.function,
      postThrottle: { rate: settings.postRate, burst: settings.postBurst },
      getBlog: getBlog.function,
      getThrottle: { rate: settings.getRate, burst: settings.getBurst },
      hasPage: hasPage(settings),
      authorizer: apiAuthorizer(settings),
      cors: apiCors(settings),
      routeMetrics: settings.monitoring === 'on',
    });
    warnOfPublicEndpoint(this, settings);
    warnOfUnusedAlarmEmail(this, settings);

    const output = (name: string, value: string, description: string): CfnOutput =>
      new CfnOutput(this, name, { value, description });
    output(stackOutputs.blogUrl, api.blogUrl, 'POST a topic here');
    if (hasPage(settings)) output(stackOutputs.pageUrl, api.pageUrl, 'The page to write on');
    output(stackOutputs.bucketName, bucketName, 'Where the posts are');
    output(stackOutputs.failedJobsQueueUrl, worker.failedJobs.queueUrl, 'npm run redrive reads it');
    output(stackOutputs.workerFunctionName, workerFunctionName, 'Writes the posts no request waits for');
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
      output(stackOutputs.dashboardName, dashboardName, 'The dashboard in CloudWatch');
      output(stackOutputs.alarmTopicArn, topicArn, 'Subscribe here to be told of alarms');
    }
    acknowledgeFindings({
      bucket: posts.bucket,
      failedJobs: worker.failedJobs,
      functions: [
        { scope: postBlog, prefixes: [...writtenPrefixes, keyPrefix] },
        { scope: worker, prefixes: writtenPrefixes },
        { scope: getBlog, prefixes: readPrefixes },
      ],
      publicRoutes: settings.auth === 'none' ? api.routes : [],
      pageRoutes: api.pageRoutes,
    });
  }
}
