import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { BlogApi } from './blog-api.ts';
import { BlogBucket } from './blog-bucket.ts';
import { BlogFunction } from './blog-function.ts';
import type { DeployedFunction } from './bundle.ts';
import { functionEnvironment } from './function-environment.ts';
import { modelAccessStatements } from './model-access.ts';
import type { Settings } from './settings.ts';

export interface BlogStackProps extends Pick<StackProps, 'stackName' | 'description'> {
  readonly settings: Settings;
  /** The folder of each function's bundle, see `bundleFunctions`. */
  readonly codePaths: Readonly<Record<DeployedFunction, string>>;
  /** @default - known at deployment only: the stack can be synthesized without an account */
  readonly account?: string;
}

/** The whole service: API, function and bucket. */
export class BlogStack extends Stack {
  constructor(scope: Construct, id: string, props: BlogStackProps) {
    const { settings, codePaths, account, ...stackProps } = props;
    const { region } = settings;
    super(scope, id, { ...stackProps, env: { region, ...(account !== undefined && { account }) } });

    const posts = new BlogBucket(this, 'Posts', settings);
    const postBlog = new BlogFunction(this, 'PostBlog', {
      ...settings,
      name: 'post-blog',
      description: 'Writes a blog post on a topic and saves it',
      codePath: codePaths['post-blog'],
      // Longer than the deadline of a request and than the gateway waits, so that neither is cut short.
      timeout: Duration.seconds(30),
      environment: functionEnvironment(settings, posts.bucket.bucketName),
      statements: [
        ...posts.writeStatements(),
        ...modelAccessStatements({
          model: settings.model,
          destinations: settings.modelDestinations,
          region,
          account: this.account,
        }),
      ],
    });
    const api = new BlogApi(this, 'Api', { ...settings, postBlog: postBlog.function });

    new CfnOutput(this, 'BlogUrl', { value: api.blogUrl, description: 'POST a topic here' });
    new CfnOutput(this, 'BucketName', { value: posts.bucket.bucketName, description: 'Where the posts are' });
  }
}
