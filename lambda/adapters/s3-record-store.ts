import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { recordPrefix } from '../core/records/record-keys.ts';
import type { RecordStore } from '../core/records/records.ts';
import { putConditionally } from './conditional-put.ts';
import { toStoreFailure } from './s3-errors.ts';

/** Stores records as JSON objects in one bucket, with conditional writes. @param prefix default `blog_requests/` */
export function createS3RecordStore(client: S3Client, bucket: string, prefix = recordPrefix): RecordStore {
  const keyOf = (name: string): string => `${prefix}${name}.json`;
  return {
    async read(name, signal) {
      try {
        const command = new GetObjectCommand({ Bucket: bucket, Key: keyOf(name) });
        const { Body, ETag } = await client.send(command, { abortSignal: signal });
        return { text: (await Body?.transformToString('utf-8')) ?? '', etag: ETag ?? '' };
      } catch (error) {
        if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
        throw toStoreFailure(error, bucket);
      }
    },

    async write(name, text, etag, signal) {
      const condition = etag === undefined ? { IfNoneMatch: '*' } : { IfMatch: etag };
      const object = { Bucket: bucket, Key: keyOf(name), Body: text, ContentType: 'application/json' };
      try {
        const written = await putConditionally(client, { ...object, ...condition }, signal);
        return written && (written.ETag ?? '');
      } catch (error) {
        throw toStoreFailure(error, bucket);
      }
    },
  };
}
