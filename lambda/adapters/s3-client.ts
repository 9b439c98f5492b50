import { S3Client } from '@aws-sdk/client-s3';
import { signAnewWhenExpired } from './expired-signature.ts';
import { createQuickHandler } from './request-handlers.ts';

/** The client of the bucket. */
export function createS3Client(region: string): S3Client {
  return signAnewWhenExpired(
    new S3Client({
      region,
      maxAttempts: 4,
      retryMode: 'standard',
      requestHandler: createQuickHandler(),
    }),
  );
}
