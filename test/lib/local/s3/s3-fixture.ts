import { request } from 'node:http';
import { S3Client } from '@aws-sdk/client-s3';
import { onTestFinished } from 'vitest';
import { type S3StandInOptions, startS3StandIn } from '../../../../lib/local/s3/s3-stand-in.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';

export const bucket = 'blogs';

/** A stand-in on a free port with the real client in front; both end with the test. */
export async function startS3(options: Partial<S3StandInOptions> = {}) {
  const root = options.root ?? (await temporaryFolder());
  const server = await startS3StandIn({ bucket, ...options, root });
  const client = new S3Client({
    region: 'us-east-2',
    endpoint: server.url,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    retryStrategy: {
      mode: 'none',
      acquireInitialRetryToken: async () => token,
      refreshRetryTokenForRetry,
      recordSuccess() {},
    },
  });
  onTestFinished(async () => {
    client.destroy();
    await server.close();
  });
  return { root, server, client };
}

// A strategy without retries and without waits: what the wire said reaches the test as it is.
const token = { getRetryCount: () => 0, getRetryDelay: () => 0 };
async function refreshRetryTokenForRetry(): Promise<never> {
  throw new Error('no retries');
}

/** A request whose path the client sends as it stands, `..` and all. */
export function rawRequest(
  url: string,
  options: { method: string; path: string; headers?: Record<string, string>; body?: string },
): Promise<{ status: number; body: string; headers: NodeJS.Dict<string | string[]> }> {
  const { method, path: target, headers = {}, body = '' } = options;
  const { promise, resolve, reject } = Promise.withResolvers<Awaited<ReturnType<typeof rawRequest>>>();
  const { hostname, port } = new URL(url);
  const outgoing = request(
    { hostname, port, method, path: target, headers, agent: false },
    async (response) => {
      let text = '';
      for await (const part of response) text += part;
      resolve({ status: response.statusCode ?? 0, body: text, headers: response.headers });
    },
  );
  outgoing.once('error', reject);
  outgoing.end(body);
  return promise;
}
