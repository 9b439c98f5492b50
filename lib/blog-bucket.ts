import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { blogPrefix } from '../lambda/core/blog-id.ts';

export interface BlogBucketProps {
  /** `retain` keeps the bucket when the stack is destroyed; `destroy` empties and deletes it. */
  readonly removalPolicy: 'retain' | 'destroy';
  /** How many days a deleted or replaced version of an object is kept. */
  readonly oldVersionDays: number;
  /** How many days the parts of an unfinished upload are kept. */
  readonly abortUploadDays: number;
}

/** The posts' bucket: private, reached over TLS 1.2 or later only, and versioned. */
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
      ],
      removalPolicy: destroy ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
      autoDeleteObjects: destroy,
    });
  }

  /**
   * What writing posts needs: to put them, to read them back (a create-only write that was refused looks at what
   * is there), and to list their prefix, without which S3 answers 403 instead of 404 for a key that is not there.
   */
  writeStatements(): PolicyStatement[] {
    return [
      new PolicyStatement({
        sid: 'PutAndReadPosts',
        actions: ['s3:PutObject', 's3:GetObject'],
        resources: [this.bucket.arnForObjects(`${blogPrefix}*`)],
      }),
      new PolicyStatement({
        sid: 'TellMissingPosts',
        actions: ['s3:ListBucket'],
        resources: [this.bucket.bucketArn],
        conditions: { StringLike: { 's3:prefix': `${blogPrefix}*` } },
      }),
    ];
  }
}
