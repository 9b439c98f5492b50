import { Readable } from 'node:stream';
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { sdkStreamMixin } from '@smithy/core/serde';

/** An error as the S3 client throws it. */
export function s3Error(name: string, status: number): Error {
  return Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } });
}

/** The body of a GetObject answer. */
export function bodyOf(text: string): NonNullable<GetObjectCommandOutput['Body']> {
  return sdkStreamMixin(Readable.from([Buffer.from(text)]));
}
