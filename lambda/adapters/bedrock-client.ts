import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { signAnewWhenExpired } from './expired-signature.ts';
import { leanClient } from './lean-client.ts';
import { createRequestHandler } from './request-handlers.ts';
import { Sha256 } from './sha256.ts';

/**
 * Creates the client of the model. It uses HTTP/1.1 with keep-alive: the SDK's default for Bedrock is HTTP/2 without any
 * timeout. `InvokeModel` sends nothing until it is complete, so the read timeout limits the whole response.
 *
 * @param readTimeoutMs milliseconds without data until a call is abandoned
 */
export function createBedrockClient(region: string, readTimeoutMs: number): BedrockRuntimeClient {
  return leanClient(
    signAnewWhenExpired(
      new BedrockRuntimeClient({
        region,
        // Each call is billed: the core counts calls and decides about retries.
        maxAttempts: 1,
        retryMode: 'standard',
        sha256: Sha256,
        requestHandler: createRequestHandler(readTimeoutMs),
      }),
    ),
  );
}
