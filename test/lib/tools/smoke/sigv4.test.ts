import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sigV4 } from '../../../../lib/tools/smoke/authorizer.ts';
import { createClient } from '../../../../lib/tools/smoke/client.ts';

const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  sessionToken: 'a-session/token+==',
};

let server: Server;
let base: string;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request.setEncoding('utf8')) body += part;
    const verdict = judge(request, body);
    response.writeHead(verdict === 'accepted' ? 200 : 403).end(verdict);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** RFC 3986, as AWS asks: also `!'()*` are encoded. */
const uriEncode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * Makes the signature again from the request as it arrived, as API Gateway does.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
function judge({ method = '', url = '', headers }: IncomingMessage, body: string): string {
  const pattern = /^AWS4-HMAC-SHA256 Credential=([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;
  const [, credential = '', signedHeaders = '', signature] = pattern.exec(headers.authorization ?? '') ?? [];
  const [accessKeyId, date = '', region = '', service = '', end] = credential.split('/');
  if (accessKeyId !== credentials.accessKeyId || end !== 'aws4_request') return `credential ${credential}`;
  if (region !== 'us-east-2' || service !== 'execute-api') return `scope ${region} ${service}`;
  const names = signedHeaders.split(';');
  for (const name of ['host', 'x-amz-date', 'x-amz-security-token']) {
    if (!names.includes(name)) return `${name} is not signed`;
  }
  if (headers['x-amz-security-token'] !== credentials.sessionToken) return 'session token';

  const [path = '', query = ''] = url.split('?');
  const canonicalRequest = [
    method,
    // Each segment of the path as it is sent is encoded once more, for every service but S3.
    path.split('/').map(uriEncode).join('/'),
    query,
    ...names.map((name) => `${name}:${String(headers[name]).trim().replace(/ +/g, ' ')}`),
    '',
    signedHeaders,
    sha256(body),
  ].join('\n');
  const time = String(headers['x-amz-date']);
  const scope = `${date}/${region}/${service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonicalRequest)].join('\n');
  const key = [date, region, service, 'aws4_request'].reduce<string | Buffer>(
    hmac,
    `AWS4${credentials.secretAccessKey}`,
  );
  if (!time.startsWith(date)) return `time ${time}`;
  return hmac(key, toSign).toString('hex') === signature ? 'accepted' : `signature of\n${canonicalRequest}`;
}

describe('a request signed with SigV4', () => {
  const signed = () =>
    createClient(
      base,
      sigV4('us-east-2', async () => credentials),
    );

  it.each([
    ['POST', { method: 'POST', path: '/blog', body: { blog_topic: 'Über Katzen — 扩散模型' } }],
    [
      'POST with headers',
      {
        method: 'POST',
        path: '/blog',
        headers: { prefer: 'respond-async', 'idempotency-key': 'a  b' },
        body: {},
      },
    ],
    ['GET', { path: '/blog/20261122T160527123Z_What-is-Diffusion-Model-and-GANs' }],
    [
      'GET of a path with percent signs',
      { path: `/blog/20261122T160527123Z_${encodeURIComponent('扩散模型')}` },
    ],
    ['GET with Accept', { path: '/blog/x', headers: { accept: 'text/plain' } }],
  ] as const)('is accepted by who makes the signature again: %s', async (_, ask) => {
    expect(await signed()(ask)).toMatchObject({ status: 200, text: 'accepted' });
  });

  it('is refused with another secret, as it should be', async () => {
    const other = { ...credentials, secretAccessKey: 'another' };
    const client = createClient(
      base,
      sigV4('us-east-2', async () => other),
    );
    expect((await client({ path: '/blog/x' })).text).toMatch(/^signature of/);
  });

  it('is not signed where it is to come from nobody', async () => {
    expect((await signed()({ path: '/blog/x', withoutCredentials: true })).text).toBe('credential ');
  });

  it('is of its moment, and sends no host of its own', async () => {
    const moment = new Date('2026-11-22T16:05:27Z');
    const authorize = sigV4(
      'us-east-2',
      async () => credentials,
      () => moment,
    );
    const headers = await authorize({ method: 'GET', url: new URL(`${base}/blog/x`), headers: {} });
    expect(headers['x-amz-date']).toBe('20261122T160527Z');
    expect(headers.authorization).toContain('/20261122/us-east-2/execute-api/aws4_request');
    expect(headers).not.toHaveProperty('host');
  });
});
