import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { Settings } from '../../settings/settings.ts';

/**
 * The SNS topic for alarms. Only alarms of this account and Region can publish to it, and only over TLS.
 *
 * The topic is not encrypted with a KMS key. With the AWS managed key `alias/aws/sns`, CloudWatch cannot publish
 * (https://repost.aws/knowledge-center/cloudwatch-configure-alarm-sns), and alarms would be lost silently. A customer
 * managed key costs about a dollar a month, and the messages contain nothing of a post or a caller.
 */
export function createAlarmTopic(scope: Construct, { alarmEmail }: Settings): Topic {
  const stack = Stack.of(scope);
  const topic = new Topic(scope, 'Topic', {
    // SNS allows 100 characters; a stack name can have 128.
    displayName: `Alarms of ${stack.stackName}`.slice(0, 100),
    // This replaces the topic's default policy, so publishers must be allowed explicitly.
    enforceSSL: true,
  });
  const alarms = `arn:${stack.partition}:cloudwatch:${stack.region}:${stack.account}:alarm:*`;
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AllowAlarms',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: {
        ArnLike: { 'aws:SourceArn': alarms },
        StringEquals: { 'aws:SourceAccount': stack.account },
      },
    }),
  );
  if (alarmEmail !== undefined) topic.addSubscription(new EmailSubscription(alarmEmail));
  return topic;
}
