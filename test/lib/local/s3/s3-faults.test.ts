import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import type { S3Fault, S3Request } from '../../../../lib/local/s3/s3-stand-in.ts';
import { bucket, rawRequest, startS3 } from './s3-fixture.ts';

const target = { Bucket: bucket, Key: 'a.txt' };

test('onRequest gets every request with its decoded key', async () => {
  const seen: S3Request[] = [];
  const { client } = await startS3({ onRequest: (request) => seen.push(request) });
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'ก ข.txt', Body: 'x' }));
  expect(seen).toMatchObject([{ method: 'PUT', bucket, key: 'ก ข.txt' }]);
});

test('an error that was asked for is answered and nothing is written', async () => {
  const faults: (S3Fault | undefined)[] = [{ kind: 'error', status: 503, code: 'SlowDown' }];
  const { client } = await startS3({ faults: () => faults.shift() });
  const put = client.send(new PutObjectCommand({ ...target, Body: '1' }));
  await expect(put).rejects.toMatchObject({ name: 'SlowDown', $metadata: { httpStatusCode: 503 } });
  await expect(client.send(new GetObjectCommand(target))).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('a reset cuts the connection and nothing is written', async () => {
  const faults: (S3Fault | undefined)[] = [{ kind: 'reset' }];
  const { client } = await startS3({ faults: () => faults.shift() });
  const put = client.send(new PutObjectCommand({ ...target, Body: '1' }));
  await expect(put).rejects.toMatchObject({ code: 'ECONNRESET' });
  await expect(client.send(new GetObjectCommand(target))).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('a hang lasts until the client gives up, and the next request is answered', async () => {
  const faults: (S3Fault | undefined)[] = [{ kind: 'hang' }];
  const patience = new AbortController();
  const { client } = await startS3({
    faults: () => faults.shift(),
    onRequest: () => setImmediate(() => patience.abort()),
  });
  const hung = client.send(new PutObjectCommand({ ...target, Body: '1' }), { abortSignal: patience.signal });
  await expect(hung).rejects.toMatchObject({ name: 'AbortError' });
  await client.send(new PutObjectCommand({ ...target, Body: '2' }));
});

test('close ends hung connections too', async () => {
  const arrived = Promise.withResolvers<void>();
  const { server } = await startS3({ faults: () => ({ kind: 'hang' }), onRequest: () => arrived.resolve() });
  const hung = rawRequest(server.url, { method: 'GET', path: '/blogs/a' });
  const outcome = expect(hung).rejects.toMatchObject({ code: 'ECONNRESET' });
  await arrived.promise;
  await server.close();
  await outcome;
});
