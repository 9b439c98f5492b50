import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Decides by its access key whether a stand-in serves a request; undefined where the request is not signed. */
export type AcceptsKey = (accessKeyId: string | undefined) => boolean;

/** Credentials that no other run has: every user of the machine reaches the stand-ins' ports. Valid nowhere else. */
export function newRunCredentials(): { AWS_ACCESS_KEY_ID: string; AWS_SECRET_ACCESS_KEY: string } {
  return { AWS_ACCESS_KEY_ID: `LOCAL${randomBytes(20).toString('hex')}`, AWS_SECRET_ACCESS_KEY: 'local' };
}

/** The access key that a request is signed with, by Signature Version 4. */
export function accessKeyIdOf({ authorization = '' }: IncomingHttpHeaders): string | undefined {
  return /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\//.exec(authorization)?.[1];
}
