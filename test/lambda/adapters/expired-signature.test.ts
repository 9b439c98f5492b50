import { InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBedrockClient } from '../../../lambda/adapters/bedrock-model.ts';
import { createS3Client } from '../../../lambda/adapters/s3-bucket.ts';
import { createLambdaClient } from '../../../lambda/adapters/worker-invoker.ts';
import { type LoopbackServer, listenOnLoopback } from '../../../lib/local/loopback-server.ts';

interface Refusal {
  code: string;
  message: string;
  status?: number;
  /** What the server's clock is ahead of ours, in milliseconds. */
  aheadMs?: number;
}

let server: LoopbackServer;
/** What the server answers in turn; then it succeeds. */
let refusals: Refusal[] = [];
/** When each request says that it was signed. */
let signedAt: string[] = [];

beforeAll(async () => {
  server = await listenOnLoopback(async (request, response) => {
    for await (const _ of request);
    signedAt.push(String(request.headers['x-amz-date']));
    const refusal = refusals.shift();
    response.setHeader('date', new Date(Date.now() + (refusal?.aheadMs ?? 0)).toUTCString());
    if (refusal === undefined) {
      response.setHeader('content-type', 'application/json').end('{}');
      return;
    }
    const { code, message, status = 403 } = refusal;
    response.statusCode = status;
    response.setHeader('x-amzn-errortype', code);
    const isS3 = request.method !== 'POST';
    response.setHeader('content-type', isS3 ? 'application/xml' : 'application/json');
    const xml = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
    response.end(isS3 ? xml : JSON.stringify({ message }));
  });
});
beforeEach(() => {
  signedAt = [];
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'a').stubEnv('AWS_SECRET_ACCESS_KEY', 's');
  for (const service of ['BEDROCK_RUNTIME', 'S3', 'LAMBDA']) {
    vi.stubEnv(`AWS_ENDPOINT_URL_${service}`, server.url);
  }
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => server.close());

const region = 'us-east-2';
const calls: Record<string, () => Promise<unknown>> = {
  bedrock: () =>
    createBedrockClient(region, 3_000).send(new InvokeModelCommand({ modelId: 'm', body: '{}' })),
  lambda: () => createLambdaClient(region).send(new InvokeCommand({ FunctionName: 'f' })),
  s3: () => createS3Client(region).send(new GetObjectCommand({ Bucket: 'b', Key: 'k' })),
};
const expired = 'Signature expired: 20261125T120000Z is now earlier than 20261125T121500Z';
/** Milliseconds since 1970 from a time such as `20261125T120000Z`. */
const toMs = (time: string): number =>
  Date.parse(time.replace(/(....)(..)(..)T(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z'));
const run = (service: string, answers: Refusal[]) => {
  refusals = answers;
  return calls[service]?.();
};

describe('a request with an expired signature', () => {
  it.each<[string, string, string]>([
    ['bedrock', 'InvalidSignatureException', expired],
    ['bedrock', 'InvalidSignatureException', 'Signature not yet current: 1 is still later than 2'],
    ['lambda', 'InvalidSignatureException', expired],
    ['lambda', 'InvalidSignatureException', 'Signature not yet current: 1 is still later than 2'],
    ['s3', 'RequestTimeTooSkewed', 'The difference between the request time and now is too large.'],
    ['s3', 'SignatureDoesNotMatch', expired],
    ['s3', 'RequestExpired', 'Request has expired.'],
    ['s3', 'RequestInTheFuture', 'The request is of tomorrow.'],
  ])('of %s is resent after %s: %s', async (service, code, message) => {
    await run(service, [{ code, message }]);
    expect(signedAt).toHaveLength(2);
  });

  it.each(['bedrock', 'lambda', 's3'])('of %s is signed by the time of the server', async (service) => {
    const aheadMs = 3_600_000;
    await run(service, [{ code: 'RequestTimeTooSkewed', message: 'too large', aheadMs }]);
    const [first = 0, second = 0] = signedAt.map(toMs);
    expect(Math.abs(second - first - aheadMs)).toBeLessThan(60_000);
    expect(signedAt).toHaveLength(2);
  });

  it('of Bedrock is sent at most twice', async () => {
    const refusal = { code: 'InvalidSignatureException', message: expired };
    await expect(run('bedrock', [refusal, refusal, refusal])).rejects.toThrow('Signature expired');
    expect(signedAt).toHaveLength(2);
    refusals = [];
  });
});

it.each<[string, string, number]>([
  ['InvalidSignatureException', 'The request signature we calculated does not match', 403],
  ['AccessDeniedException', 'no', 403],
  ['ThrottlingException', 'slow down', 429],
  ['InternalServerException', 'x', 500],
])(
  'a call of Bedrock that ends in %s (%s) is made once, also where the clock was off',
  async (code, message, status) => {
    await expect(run('bedrock', [{ code, message, status }])).rejects.toThrow(message);
    expect(signedAt).toHaveLength(1);
    signedAt = [];
    if (status === 403) return;
    await expect(run('bedrock', [{ code, message, status, aheadMs: 3_600_000 }])).rejects.toThrow(message);
    expect(signedAt).toHaveLength(1);
  },
);
