import { type CfnElement, Stack, Validations } from 'aws-cdk-lib';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';

/** The constructs for which cdk-nag's AwsSolutions reports something intentional. */
export interface AcknowledgedParts {
  readonly bucket: Bucket;
  readonly failedJobs: IConstruct;
  /** Each function, and the bucket prefixes its role can access. */
  readonly functions: readonly { readonly scope: IConstruct; readonly prefixes: readonly string[] }[];
  /** The `/blog` routes, if they need no authorization. */
  readonly publicRoutes: readonly IConstruct[];
  /** The route of the writing page, if the stack has one. */
  readonly pageRoutes: readonly IConstruct[];
}

/**
 * Acknowledges each finding of cdk-nag's AwsSolutions rules, with the reason, on the construct it concerns. When the
 * checks are added to the app, they report only new findings.
 */
export function acknowledgeFindings(parts: AcknowledgedParts): void {
  acknowledge(
    parts.bucket,
    'AwsSolutions-S1',
    'Only the functions access the objects, and they log each request with its id. Server access logs would need a ' +
      'second bucket that outlives the stack; if you need them, turn on CloudTrail data events for this bucket.',
  );
  acknowledge(
    parts.failedJobs,
    'AwsSolutions-SQS3',
    'This queue is itself the dead-letter queue of failed jobs. Its only consumer is npm run redrive, which deletes a ' +
      'message only after its job is settled; an alarm goes off while the queue holds a message.',
  );
  for (const { scope, prefixes } of parts.functions) {
    acknowledge(
      scope,
      'AwsSolutions-IAM5[Resource::*]',
      'Only xray:PutTraceSegments and xray:PutTelemetryRecords, which do not support resource-level permissions.',
    );
    for (const prefix of prefixes) {
      acknowledge(
        scope,
        `AwsSolutions-IAM5[Resource::<${logicalId(parts.bucket)}.Arn>/${prefix}*]`,
        `Objects under ${prefix} are named by topic, time or hash, which a policy cannot list in advance; the actions ` +
          'are s3:GetObject and, for functions that write, s3:PutObject.',
      );
    }
  }
  for (const route of parts.publicRoutes) {
    acknowledge(
      route,
      'AwsSolutions-APIG4',
      'The setting auth is none: the operator chose a public endpoint and is warned at synth. postRate and, unless it ' +
        'is off, dailyTokenBudget limit the cost.',
    );
  }
  for (const route of parts.pageRoutes) {
    acknowledge(
      route,
      'AwsSolutions-APIG4',
      'The page is a form and its script, without data. Its requests are authorized like any other.',
    );
  }
}

function acknowledge(scope: IConstruct, id: string, reason: string): void {
  Validations.of(scope).acknowledge({ id, reason });
}

/** The resource's name in the template, which findings contain. */
function logicalId(construct: IConstruct): string {
  return Stack.of(construct).getLogicalId(construct.node.defaultChild as CfnElement);
}
