import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { signAnewWhenExpired } from './expired-signature.ts';
import { Sha256 } from './sha256.ts';

interface ClientOptions {
  region: string;
  /** How often a request is sent at most. */
  maxAttempts: number;
  /** Milliseconds without data until a request is abandoned. Default 3,000: a small response that takes longer is a fault. */
  silenceMs?: number;
}

/** What all clients share. They use HTTP/1.1 with keep-alive: the SDK's default for Bedrock is HTTP/2 without any timeout. */
export function clientConfig({ region, maxAttempts, silenceMs = 3_000 }: ClientOptions) {
  return {
    region,
    maxAttempts,
    retryMode: 'standard',
    sha256: Sha256,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: 2_000,
      requestTimeout: silenceMs,
      socketTimeout: silenceMs,
      throwOnRequestTimeout: true,
    }),
  };
}

/** Adjusts a new client to the functions. @returns the client */
export function adjustClient<T extends BedrockRuntimeClient | LambdaClient | S3Client>(client: T): T {
  // The three clients differ only in the types of their middleware stacks and signers.
  const anyClient = client as LambdaClient;
  signAnewWhenExpired(anyClient);
  leanClient(anyClient);
  return client;
}

/**
 * Spares a client what it would repeat for each request without need; each takes a tenth of the CPU of a warm post.
 *
 * - The SDK's own logging: even without a logger it copies each request and response to leave out sensitive fields. The
 *   service logs its calls itself.
 * - A new signer, for which it copies its whole configuration twice: a client calls one service in one Region, so one
 *   signer will do. It still reads time and credentials for each request.
 */
function leanClient({ config, middlewareStack }: LambdaClient): void {
  middlewareStack.remove('loggerMiddleware');
  const createSigner = config.signer;
  let signer: ReturnType<typeof createSigner> | undefined;
  config.signer = (scheme) => {
    signer ??= createSigner(scheme);
    return signer;
  };
}
