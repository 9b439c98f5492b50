import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { budgetPrefix, recordPrefix } from '../../../lambda/core/records/record-keys.ts';
import { keepAutoDeleteLog } from './auto-delete-log.ts';

export interface BlogBucketProps {
  /** `retain` keeps the bucket when the stack is destroyed; `destroy` empties and deletes it. */
  readonly removalPolicy: 'retain' | 'destroy';
  /** Retention of noncurrent object versions, in days. */
  readonly oldVersionDays: number;
  /** Days after which an incomplete multipart upload is aborted. */
  readonly abortUploadDays: number;
  /** Retention of the log of emptying the bucket, in days; one of the values that CloudWatch Logs accepts. */
  readonly logRetentionDays: RetentionDays;
}

/** The bucket for posts, records and budget: private, versioned, accessible only over TLS 1.2 or later. */
export class BlogBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: BlogBucketProps) {
    super(scope, id);
    const destroy = props.removalPolicy === 'destroy';
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
          noncurrentVersionExpiration: Duration.days(props.oldVersionDays),
          // What remains of a deleted object after its last version expires.
          expiredObjectDeleteMarker: true,
          abortIncompleteMultipartUploadAfter: Duration.days(props.abortUploadDays),
        },
        // A record states its own expiry after 24 hours, and a budget is for one day; S3 expires in whole days.
        expire('ForgetRecords', recordPrefix),
        expire('ForgetBudgets', budgetPrefix),
      ],
      removalPolicy: destroy ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
      autoDeleteObjects: destroy,
    });
    if (destroy) keepAutoDeleteLog(this, props.logRetentionDays);
  }

  /** The permissions to write and read objects under these prefixes, and to get a 404 for missing ones. */
  writeStatements(...prefixes: string[]): PolicyStatement[] {
    return [
      this.objectStatement('PutAndReadObjects', ['s3:PutObject', 's3:GetObject'], prefixes),
      this.listStatement(prefixes),
    ];
  }

  /** The permissions to read objects under these prefixes, and to get a 404 for missing ones. */
  readStatements(...prefixes: string[]): PolicyStatement[] {
    return [this.objectStatement('ReadObjects', ['s3:GetObject'], prefixes), this.listStatement(prefixes)];
  }

  private objectStatement(sid: string, actions: string[], prefixes: string[]): PolicyStatement {
    const resources = prefixes.map((prefix) => this.bucket.arnForObjects(`${prefix}*`));
    return new PolicyStatement({ sid, actions, resources });
  }

  /** Without it, S3 returns 403 instead of 404 for a missing key. */
  private listStatement(prefixes: string[]): PolicyStatement {
    return new PolicyStatement({
      sid: 'TellMissingObjects',
      actions: ['s3:ListBucket'],
      resources: [this.bucket.bucketArn],
      conditions: { StringLike: { 's3:prefix': prefixes.map((prefix) => `${prefix}*`) } },
    });
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
