import { createHash, createHmac } from 'node:crypto';
import type { WireRequest } from './recording-proxy.ts';

interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

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
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function isSignedRightly(request: WireRequest, { credentials, region }: Signer): boolean {
  const { service, method, path, headers, body } = request;
  const signed = /SignedHeaders=([^,]*)/.exec(headers.authorization ?? '')?.[1]?.split(';') ?? [];
  const mustBeSigned = Object.keys(headers).filter((name) => name === 'host' || name.startsWith('x-amz-'));
  if (!mustBeSigned.every((name) => signed.includes(name))) return false;
  const [pathname = '', query = ''] = path.split('?');
  const canonicalRequest = [
    method,
    // S3 alone takes the path as it came; the others encode it once more.
    service === 's3' ? pathname : pathname.split('/').map(uriEncode).join('/'),
    query.split('&').sort().join('&'),
    ...signed.map((name) => `${name}:${headers[name]?.trim().replace(/ +/g, ' ')}`),
    '',
    signed.join(';'),
    sha256(body),
  ].join('\n');
  const time = headers['x-amz-date'] ?? '';
  const scope = [time.slice(0, 8), region, service, 'aws4_request'];
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`);
  const toSign = ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(canonicalRequest)].join('\n');
  const credential = `${credentials.accessKeyId}/${scope.join('/')}`;
  const expected = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signed.join(';')}, Signature=${hmac(key, toSign).toString('hex')}`;
  return headers.authorization === expected;
}

/** When a request says it was signed. */
export function amzDate(headers: Readonly<Record<string, string>>): Date {
  return new Date(
    (headers['x-amz-date'] ?? '').replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
  );
}

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** RFC 3986, as AWS asks: also `!'()*` are encoded. */
const uriEncode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
