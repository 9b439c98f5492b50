import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Whether a stand-in serves a request, by its access key; undefined if the request is not signed. */
export type AcceptsKey = (accessKeyId: string | undefined) => boolean;

/** Credentials of this run alone, because every user of the machine can reach the stand-ins' ports. */
export function newRunCredentials(): { AWS_ACCESS_KEY_ID: string; AWS_SECRET_ACCESS_KEY: string } {
  return { AWS_ACCESS_KEY_ID: `LOCAL${randomBytes(20).toString('hex')}`, AWS_SECRET_ACCESS_KEY: 'local' };
}

/** The access key of a Signature Version 4. */
export function accessKeyIdOf({ authorization = '' }: IncomingHttpHeaders): string | undefined {
  return /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\//.exec(authorization)?.[1];
}
