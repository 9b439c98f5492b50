import { Readable } from 'node:stream';
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { sdkStreamMixin } from '@smithy/core/serde';

/** An error as a client of AWS throws it. @param status of the answer; absent if there was none */
export function awsError(name: string, status?: number, message = name): Error {
  return Object.assign(new Error(message), {
    name,
    $metadata: status === undefined ? {} : { httpStatusCode: status },
  });
}

/** The body of a GetObject answer. */
export function bodyOf(text: string): NonNullable<GetObjectCommandOutput['Body']> {
  return sdkStreamMixin(Readable.from([Buffer.from(text)]));
}
