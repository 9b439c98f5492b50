import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from './sha256.ts';

/** A request as it is about to be sent. */
export interface UnsignedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Gives the headers to send: those of the request, and those that say who asks. */
export type Authorizer = (request: UnsignedRequest) => Promise<Record<string, string>>;

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** For `auth` `none`. */
export const anonymous: Authorizer = async ({ headers }) => ({ ...headers });

/** For `auth` `jwt`. */
export function bearer(token: string): Authorizer {
  return async ({ headers }) => ({ ...headers, authorization: `Bearer ${token}` });
}

/**
 * For `auth` `iam`: AWS Signature Version 4 for API Gateway, whose name as a service is `execute-api`.
 *
 * @param credentials asked before each request, so that they may be renewed
 * @param now the time of signing; AWS takes one that is off by five minutes at the most
 */
export function sigV4(
  region: string,
  credentials: () => Promise<AwsCredentials>,
  now: () => Date = () => new Date(),
): Authorizer {
  const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 });
  return async ({ method, url, headers, body }) => {
    const { headers: signed } = await signer.sign(
      {
        method,
        protocol: url.protocol,
        hostname: url.hostname,
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: { ...headers, host: url.host },
        ...(body !== undefined && { body }),
      },
      { signingDate: now() },
    );
    // fetch sends the same one by itself.
    const { host: _, ...sent } = signed;
    return sent;
  };
}
