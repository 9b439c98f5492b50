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
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FunctionName } from '../../../lambda/core/config/variable.ts';
import type { BlogBucket } from '../bucket/blog-bucket.ts';
import { functionTimeoutsMs } from './function-environment.ts';

export interface BlogFunctionProps {
  /** The name of its file under `lambda/`; the bundle is `<name>.mjs` and exports `handler`. */
  readonly name: FunctionName;
  /** The folder that contains the bundle and nothing else. */
  readonly codePath: string;
  readonly description: string;
  readonly memorySizeMb: number;
  /**
   * Maximum number of concurrent executions, reserved from the account's concurrency.
   *
   * @default - the account's unreserved concurrency
   */
  readonly reservedConcurrency?: number | undefined;
  readonly environment: Record<string, string>;
  /** The bucket of the posts, and which of its objects the function may read, or write and read. */
  readonly posts: BlogBucket;
  readonly access: 'read' | 'write';
  readonly prefixes: readonly string[];
  /** The permissions besides these and writing its log and traces. @default - none */
  readonly statements?: readonly PolicyStatement[];
  /** Log retention in days; one of the values that CloudWatch Logs accepts. */
  readonly logRetentionDays: RetentionDays;
  readonly logLevel: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
}

/** One deployed function with its log group and a role with exactly the permissions in its props. */
export class BlogFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: BlogFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Log', {
      retention: props.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        Function: new PolicyDocument({
          statements: [
            ...logAndTraceStatements(logGroup),
            ...props.posts.accessStatements(props.access, props.prefixes),
            ...(props.statements ?? []),
          ],
        }),
      },
    });
    this.function = new LambdaFunction(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: `${props.name}.handler`,
      code: Code.fromAsset(props.codePath),
      timeout: Duration.millis(functionTimeoutsMs[props.name]),
      memorySize: props.memorySizeMb,
      ...(props.reservedConcurrency !== undefined && {
        reservedConcurrentExecutions: props.reservedConcurrency,
      }),
      environment: props.environment,
      // Other constructs add statements to a role, some wider than needed; this prevents it.
      role: role.withoutPolicyUpdates(),
      tracing: Tracing.ACTIVE,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      // Metrics are lines without a level, which Lambda treats as INFO: a higher level would drop them. The logger
      // filters by itself. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
      applicationLogLevelV2: ApplicationLogLevel[props.logLevel === 'DEBUG' ? 'DEBUG' : 'INFO'],
    });
    props.posts.acknowledgeAccess(this, props.prefixes);
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
