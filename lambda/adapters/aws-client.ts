import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { signAnewWhenExpired } from './expired-signature.ts';
import { leanClient } from './lean-client.ts';
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
