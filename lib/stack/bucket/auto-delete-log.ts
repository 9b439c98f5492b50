import { type CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct, IConstruct } from 'constructs';

/** CDK's construct id of the function that empties buckets before they are deleted; a stack has one. */
const providerId = 'Custom::S3AutoDeleteObjectsCustomResourceProvider';

/**
 * Gives the function that empties buckets a log group that belongs to the stack, and a role that can write only there.
 *
 * By default the function creates its log group on its first run, which is when the stack is destroyed, and that log
 * group would remain. This one is deleted after the function, and the role cannot create it again.
 */
export function keepAutoDeleteLog(scope: Construct, logRetentionDays: RetentionDays): void {
  const log = new LogGroup(scope, 'AutoDeleteLog', {
    retention: logRetentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const provider = Stack.of(scope).node.findChild(providerId);
  // CDK has no properties for this, so the names are CloudFormation's.
  resource(provider, 'Handler').addPropertyOverride('LoggingConfig', { LogGroup: log.logGroupName });
  const role = resource(provider, 'Role');
  // Its default managed policy allows creating log groups throughout the account.
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
