import { type CfnElement, Stack, Validations } from 'aws-cdk-lib';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';

/** The parts of a stack in which cdk-nag's AwsSolutions finds what is meant to be so. */
export interface AcknowledgedParts {
  readonly bucket: Bucket;
  readonly failedJobs: IConstruct;
  /** Each function, and the prefixes its role reaches in the bucket. */
  readonly functions: readonly { readonly scope: IConstruct; readonly prefixes: readonly string[] }[];
  /** The routes of posts, where everybody may call them. */
  readonly publicRoutes: readonly IConstruct[];
  /** The route of the page to write on, where there is one. */
  readonly pageRoutes: readonly IConstruct[];
}

/**
 * Says of each finding of cdk-nag's rules AwsSolutions why it stands, on the one construct that it is about. Whoever
 * adds the checks to the app sees nothing then, until something new turns up.
 */
export function acknowledgeFindings(parts: AcknowledgedParts): void {
  acknowledge(
    parts.bucket,
    'AwsSolutions-S1',
    'The functions alone reach the objects, and log each request with its id. A log of accesses would need a second ' +
      'bucket that outlives the stack; whoever must have one can turn on data events of CloudTrail for this bucket.',
  );
  acknowledge(
    parts.failedJobs,
    'AwsSolutions-SQS3',
    'This queue is itself where failed jobs end. Nothing consumes it but npm run redrive, which deletes a message ' +
      'only once its job is settled; an alarm goes off while it holds one.',
  );
  for (const { scope, prefixes } of parts.functions) {
    acknowledge(
      scope,
      'AwsSolutions-IAM5[Resource::*]',
      'Of xray:PutTraceSegments and xray:PutTelemetryRecords alone: X-Ray knows no resources to narrow them to.',
    );
    for (const prefix of prefixes) {
      acknowledge(
        scope,
        `AwsSolutions-IAM5[Resource::<${logicalId(parts.bucket)}.Arn>/${prefix}*]`,
        `Objects under ${prefix} are named by topic, time or hash, which no policy can list beforehand; the actions ` +
          'are s3:GetObject and, for those that write, s3:PutObject.',
      );
    }
  }
  for (const route of parts.publicRoutes) {
    acknowledge(
      route,
      'AwsSolutions-APIG4',
      'The setting auth is none: the operator chose a public endpoint, was warned at synth, and has its bill bounded ' +
        'by postRate and, unless switched off, dailyTokenBudget.',
    );
  }
  for (const route of parts.pageRoutes) {
    acknowledge(
      route,
      'AwsSolutions-APIG4',
      'The page holds no data: a form and its script. What it sends is authorized as any other request.',
    );
  }
}

function acknowledge(scope: IConstruct, id: string, reason: string): void {
  Validations.of(scope).acknowledge({ id, reason });
}

/** The name of a resource in the template, by which findings speak of it. */
function logicalId(construct: IConstruct): string {
  return Stack.of(construct).getLogicalId(construct.node.defaultChild as CfnElement);
}
