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
  /** How many days a deleted or replaced version of an object is kept. */
  readonly oldVersionDays: number;
  /** How many days the parts of an unfinished upload are kept. */
  readonly abortUploadDays: number;
  /** Days the log of emptying the bucket is kept; one of the numbers that CloudWatch Logs accepts. */
  readonly logRetentionDays: RetentionDays;
}

/** The bucket of the posts, the records and the budget: private, reached over TLS 1.2 or later only, and versioned. */
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
          // What is left of a deleted object once its last version is gone.
          expiredObjectDeleteMarker: true,
          abortIncompleteMultipartUploadAfter: Duration.days(props.abortUploadDays),
        },
        // A record counts for 24 hours by what it says itself, a budget for its day; S3 counts whole days.
        forget('ForgetRecords', recordPrefix),
        forget('ForgetBudgets', budgetPrefix),
      ],
      removalPolicy: destroy ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
      autoDeleteObjects: destroy,
    });
    if (destroy) keepAutoDeleteLog(this, props.logRetentionDays);
  }

  /** What writing objects under these prefixes needs: to put them, to read them back, and to miss them. */
  writeStatements(...prefixes: string[]): PolicyStatement[] {
    return [
      this.objectStatement('PutAndReadObjects', ['s3:PutObject', 's3:GetObject'], prefixes),
      this.listStatement(prefixes),
    ];
  }

  /** What reading objects under these prefixes needs. */
  readStatements(...prefixes: string[]): PolicyStatement[] {
    return [this.objectStatement('ReadObjects', ['s3:GetObject'], prefixes), this.listStatement(prefixes)];
  }

  private objectStatement(sid: string, actions: string[], prefixes: string[]): PolicyStatement {
    const resources = prefixes.map((prefix) => this.bucket.arnForObjects(`${prefix}*`));
    return new PolicyStatement({ sid, actions, resources });
  }

  /** Without it S3 answers 403 instead of 404 for a key that is not there. */
  private listStatement(prefixes: string[]): PolicyStatement {
    return new PolicyStatement({
      sid: 'TellMissingObjects',
      actions: ['s3:ListBucket'],
      resources: [this.bucket.bucketArn],
      conditions: { StringLike: { 's3:prefix': prefixes.map((prefix) => `${prefix}*`) } },
    });
  }
}

/** Deletes what is under a prefix. The rule CleanUp removes the delete markers: S3 takes no rule with both. */
function forget(id: string, prefix: string): LifecycleRule {
  return {
    id,
    prefix,
    expiration: Duration.days(2),
    noncurrentVersionExpiration: Duration.days(1),
  };
}
