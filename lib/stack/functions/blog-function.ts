import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FunctionName } from '../../../lambda/core/config/variable.ts';
import type { Settings } from '../../settings/settings.ts';
import type { BlogBucket } from '../bucket/blog-bucket.ts';
import { functionEnvironment, functionTimeoutsMs, lambdaLogLevel } from './function-environment.ts';

export interface BlogFunctionProps {
  readonly settings: Settings;
  /** The name of its file under `lambda/`; the bundle is `<name>.mjs` and exports `handler`. */
  readonly name: FunctionName;
  /** The folder that contains the bundle and nothing else. */
  readonly codePath: string;
  readonly description: string;
  /** The name of the worker's function. Required by `post-blog`, which hands posts over to it. */
  readonly workerFunctionName?: string;
  /**
   * Maximum number of concurrent executions, reserved from the account's concurrency.
   *
   * @default - the account's unreserved concurrency
   */
  readonly reservedConcurrency?: number | undefined;
  /** The bucket of the posts. */
  readonly posts: BlogBucket;
  /** Whether the function only reads the objects under `prefixes`, or also writes them. */
  readonly access: 'read' | 'write';
  /** The beginnings of the keys that the function can access. */
  readonly prefixes: readonly string[];
  /** The permissions in addition to those for the bucket, the log and the traces. @default - none */
  readonly statements?: readonly PolicyStatement[];
}

/** One deployed function with its log group and a role with exactly the permissions in its props. */
export class BlogFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: BlogFunctionProps) {
    super(scope, id);
    const { name, settings, posts, prefixes, workerFunctionName } = props;
    const { bucketName } = posts.bucket;
    const logGroup = new LogGroup(this, 'Log', {
      retention: settings.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        Function: new PolicyDocument({
          statements: [
            ...logAndTraceStatements(logGroup),
            ...posts.accessStatements(props.access, prefixes),
            ...(props.statements ?? []),
          ],
        }),
      },
    });
    this.function = new LambdaFunction(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: `${name}.handler`,
      code: Code.fromAsset(props.codePath),
      timeout: Duration.millis(functionTimeoutsMs[name]),
      memorySize: settings.memorySizeMb,
      ...(props.reservedConcurrency !== undefined && {
        reservedConcurrentExecutions: props.reservedConcurrency,
      }),
      environment: functionEnvironment(name, settings, { bucketName, workerFunctionName }),
      // Other constructs add statements to a role, some wider than needed; this prevents it.
      role: role.withoutPolicyUpdates(),
      tracing: Tracing.ACTIVE,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel[lambdaLogLevel(settings)],
    });
    posts.acknowledgeAccess(this, prefixes);
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'Only xray:PutTraceSegments and xray:PutTelemetryRecords, which do not support resource-level permissions.',
    });
  }
}

function logAndTraceStatements(logGroup: LogGroup): PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: 'WriteOwnLog',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    }),
    // No resource-level permissions: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
    new PolicyStatement({
      sid: 'WriteTraces',
      actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
      resources: ['*'],
    }),
  ];
}
