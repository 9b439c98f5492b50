import { trimmed } from './trimmed.ts';

/** In place of the sessions of S3 Express buckets. Every S3 client has one. */
export class S3ExpressIdentityProviderImpl {
  getS3ExpressIdentity(): never {
    throw trimmed("The SDK's sessions of S3 Express");
  }
}
