import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsCredentials } from '../../lib/tools/smoke/authorizer.ts';
import { Sha256 } from '../../lib/tools/smoke/sha256.ts';
import type { WireRequest } from './recording-proxy.ts';

/** Who must have signed a request, and for where. */
export interface Signer {
  readonly credentials: AwsCredentials;
  readonly region: string;
}

/** The signer of a function with these variables. */
export function signerOf(variables: Readonly<Record<string, string | undefined>>): Signer {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION } = variables;
  return {
    credentials: {
      accessKeyId: AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: AWS_SECRET_ACCESS_KEY ?? '',
      ...(AWS_SESSION_TOKEN !== undefined && { sessionToken: AWS_SESSION_TOKEN }),
    },
    region: AWS_REGION ?? '',
  };
}

/**
 * Whether a request that was received bears the signature (SigV4) that its service would expect, which is computed
 * from what came: method, path, query, the headers that are said to be signed, and the body.
 */
export async function isSignedRightly(
  request: WireRequest,
  { credentials, region }: Signer,
): Promise<boolean> {
  const { service, method, path, headers, body } = request;
  const signed = new Set(/SignedHeaders=([^,]*)/.exec(headers.authorization ?? '')?.[1]?.split(';'));
  const mustBeSigned = Object.keys(headers).filter((name) => name === 'host' || name.startsWith('x-amz-'));
  if (!mustBeSigned.every((name) => signed.has(name))) return false;
  const [pathname = '', query = ''] = path.split('?');
  const signer = new SignatureV4({
    service,
    region,
    credentials,
    sha256: Sha256,
    // S3 alone takes the path as it came; the others encode it once more.
    uriEscapePath: service !== 's3',
    applyChecksum: signed.has('x-amz-content-sha256'),
  });
  const { headers: expected } = await signer.sign(
    {
      method,
      protocol: 'http:',
      hostname: '127.0.0.1',
      path: pathname,
      query: Object.fromEntries(new URLSearchParams(query)),
      // The digest of the body is computed anew.
      headers: Object.fromEntries(
        Object.entries(headers).filter(([name]) => signed.has(name) && name !== 'x-amz-content-sha256'),
      ),
      body,
    },
    { signingDate: amzDate(headers), signableHeaders: signed },
  );
  return expected.authorization === headers.authorization;
}

/** When a request says it was signed. */
export function amzDate(headers: Readonly<Record<string, string>>): Date {
  return new Date(
    (headers['x-amz-date'] ?? '').replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
  );
}
