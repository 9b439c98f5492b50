import { type CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct, IConstruct } from 'constructs';

/** What CDK names the function that empties a bucket before it is deleted; a stack has one. */
const providerId = 'Custom::S3AutoDeleteObjectsCustomResourceProvider';

/**
 * Gives the function that empties buckets a log group of the stack's, and a role that can write there alone.
 *
 * By itself it would make its log group when it first runs, which is when the stack is destroyed: that group
 * would stay behind for good. This one is deleted after the function, and nobody may make it anew.
 */
export function keepAutoDeleteLog(scope: Construct, logRetentionDays: RetentionDays): void {
  const log = new LogGroup(scope, 'AutoDeleteLog', {
    retention: logRetentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const provider = Stack.of(scope).node.findChild(providerId);
  // CDK offers no properties for this: the names are CloudFormation's.
  resource(provider, 'Handler').addPropertyOverride('LoggingConfig', { LogGroup: log.logGroupName });
  const role = resource(provider, 'Role');
  // The managed policy it comes with may make log groups, all over the account.
  role.addPropertyDeletionOverride('ManagedPolicyArns');
  role.addPropertyOverride('Policies', [
    {
      PolicyName: 'WriteOwnLog',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'WriteOwnLog',
            Effect: 'Allow',
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Resource: log.logGroupArn,
          },
        ],
      },
    },
  ]);
}

function resource(provider: IConstruct, id: string): CfnResource {
  return provider.node.findChild(id) as CfnResource;
}
