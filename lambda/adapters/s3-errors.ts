import { BlogFailure } from '../core/errors.ts';
import { readAwsError } from './aws-error.ts';

/** What each refusal of S3 means to the operator. Source: AWS, Amazon S3 API reference, "Error responses". */
const hints: Record<string, (bucket: string) => string> = {
  NoSuchBucket: (bucket) =>
    `The bucket ${bucket} does not exist: it was deleted outside of the stack (destroy and deploy the stack), or BUCKET_NAME is wrong.`,
  AccessDenied: (bucket) =>
    `The function's role may not use ${bucket}: deploy again, and look for a bucket policy, an SCP or a key policy that ` +
    'denies s3:PutObject or s3:GetObject on blog_output/, blog_requests/ or blog_budget/.',
  PermanentRedirect: (bucket) =>
    `The bucket ${bucket} is in another Region than the function: they must be in one.`,
};

/** The failure behind an error of the S3 client. */
export function toStoreFailure(error: unknown, bucket: string): BlogFailure {
  const { name, message, status } = readAwsError(error);
  const refused =
    status !== undefined &&
    status >= 300 &&
    status < 500 &&
    status !== 409 &&
    status !== 429 &&
    name !== 'RequestTimeout';
  const hint = hints[name]?.(bucket);
  return new BlogFailure(
    refused ? 'service-misconfigured' : 'store-unavailable',
    `S3 failed: ${name}: ${message}`,
    {
      cause: error,
      ...(hint === undefined ? {} : { hint }),
    },
  );
}
