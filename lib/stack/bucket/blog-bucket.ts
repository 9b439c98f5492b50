import { type CfnElement, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct, type IConstruct } from 'constructs';
import { budgetPrefix, recordPrefix } from '../../../lambda/core/records/record-keys.ts';
import type { Settings } from '../../settings/settings.ts';
import { keepAutoDeleteLog } from './auto-delete-log.ts';

/** The bucket for posts, records and budget: private, versioned, accessible only over TLS 1.2 or later. */
export class BlogBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    const destroy = settings.removalPolicy === 'destroy';
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      lifecycleRules: [
        {
          id: 'CleanUp',
          noncurrentVersionExpiration: Duration.days(settings.oldVersionDays),
          // What remains of a deleted object after its last version expires.
          expiredObjectDeleteMarker: true,
          abortIncompleteMultipartUploadAfter: Duration.days(settings.abortUploadDays),
        },
        // A record states its own expiry after 24 hours, and a budget is for one day; S3 expires in whole days.
        expire('ForgetRecords', recordPrefix),
        expire('ForgetBudgets', budgetPrefix),
      ],
      removalPolicy: destroy ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
      autoDeleteObjects: destroy,
    });
    if (destroy) keepAutoDeleteLog(this, settings.logRetentionDays);
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Only the functions access the objects, and they log each request with its id. Server access logs would need a ' +
        'second bucket that outlives the stack; if you need them, turn on CloudTrail data events for this bucket.',
    });
  }

  /** The permissions to read objects under these prefixes, or also to write them, and to get a 404 for missing ones. */
  accessStatements(access: 'read' | 'write', prefixes: readonly string[]): PolicyStatement[] {
    const objects = prefixes.map((prefix) => `${prefix}*`);
    return [
      new PolicyStatement({
        sid: access === 'write' ? 'PutAndReadObjects' : 'ReadObjects',
        actions: access === 'write' ? ['s3:PutObject', 's3:GetObject'] : ['s3:GetObject'],
        resources: objects.map((pattern) => this.bucket.arnForObjects(pattern)),
      }),
      // Without it, S3 returns 403 instead of 404 for a missing key.
      new PolicyStatement({
        sid: 'FindMissingObjects',
        actions: ['s3:ListBucket'],
        resources: [this.bucket.bucketArn],
        conditions: { StringLike: { 's3:prefix': objects } },
      }),
    ];
  }

  /** Acknowledges what cdk-nag's AwsSolutions reports of a role with access to these prefixes. */
  acknowledgeAccess(role: IConstruct, prefixes: readonly string[]): void {
    const bucketId = Stack.of(this).getLogicalId(this.bucket.node.defaultChild as CfnElement);
    for (const prefix of prefixes) {
      Validations.of(role).acknowledge({
        id: `AwsSolutions-IAM5[Resource::<${bucketId}.Arn>/${prefix}*]`,
        reason:
          `Objects under ${prefix} are named by topic, time or hash, which a policy cannot list in advance; the actions ` +
          'are s3:GetObject and, for functions that write, s3:PutObject.',
      });
    }
  }
}

/** Expires objects under a prefix. The rule CleanUp removes the delete markers: S3 allows no rule with both. */
function expire(id: string, prefix: string): LifecycleRule {
  return {
    id,
    prefix,
    expiration: Duration.days(2),
    noncurrentVersionExpiration: Duration.days(1),
  };
}
