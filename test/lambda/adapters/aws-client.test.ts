import { GetObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, expect, it, vi } from 'vitest';
import { createBedrockClient } from '../../../lambda/adapters/bedrock-model.ts';
import { createS3Client } from '../../../lambda/adapters/s3-bucket.ts';
import { createLambdaClient } from '../../../lambda/adapters/worker-invoker.ts';
import { listenOnLoopback } from '../../../lib/local/loopback-server.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

it.each([
  ['Bedrock', createBedrockClient('us-east-2', 1_000)],
  ['S3', createS3Client('us-east-2')],
  ['Lambda', createLambdaClient('us-east-2')],
])('the client of %s does no logging of its own', (_, client) => {
  const middleware = client.middlewareStack.identify().join('\n');
  expect(middleware).toContain('signAnewWhenExpired');
  expect(middleware).not.toMatch(/logger/i);
});

it('signs each request with the credentials of that moment, although its signer stays', async () => {
  const signed: string[] = [];
  const server = await listenOnLoopback(async (request, response) => {
    signed.push(String(request.headers.authorization?.split('/', 1)));
    response.end('a post');
  });
  vi.stubEnv('AWS_ENDPOINT_URL_S3', server.url);
  const client = createS3Client('us-east-2');
  let accessKeyId = 'first';
  client.config.credentials = async () => ({
    accessKeyId,
    secretAccessKey: 'secret',
    expiration: new Date(0),
  });
  const read = () => client.send(new GetObjectCommand({ Bucket: 'posts', Key: 'post' }));
  await read();
  accessKeyId = 'second';
  await read();
  client.destroy();
  await server.close();
  expect(signed).toEqual(['AWS4-HMAC-SHA256 Credential=first', 'AWS4-HMAC-SHA256 Credential=second']);
});
