import { BlogFailure } from '../core/errors.ts';
import { isRefusal, readAwsError } from './aws-error.ts';

/** What the operator should do about an S3 error. Source: AWS, Amazon S3 API reference, "Error responses". */
const hints: Record<string, (bucket: string) => string> = {
  NoSuchBucket: (bucket) =>
    `The bucket ${bucket} does not exist: it was deleted manually (destroy and deploy the stack), or BUCKET_NAME is wrong.`,
  AccessDenied: (bucket) =>
    `The function's role has no access to ${bucket}: deploy again, and look for a bucket, organization or key policy that ` +
    'denies s3:PutObject or s3:GetObject on blog_output/, blog_requests/ or blog_budget/.',
  PermanentRedirect: (bucket) =>
    `The bucket ${bucket} is not in the function's Region: both must be in the same Region.`,
};

/** Converts an error of the S3 client to a failure. */
export function toStoreFailure(cause: unknown, bucket: string): BlogFailure {
  const error = readAwsError(cause);
  const { name, message } = error;
  const kind = isRefusal(error) ? 'service-misconfigured' : 'store-unavailable';
  return new BlogFailure(kind, `S3 failed: ${name}: ${message}`, { cause, hint: hints[name]?.(bucket) });
}
