import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { signAnewWhenExpired } from './expired-signature.ts';
import { createRequestHandler } from './request-handlers.ts';
import { Sha256 } from './sha256.ts';

/**
 * The client of the model. Over HTTP/1.1 with keep-alive: the SDK's default for Bedrock is HTTP/2 without any
 * timeout. `InvokeModel` is silent until it is complete, so the read timeout bounds the whole answer.
 *
 * @param readTimeoutMs milliseconds of silence until a call is given up
 */
export function createBedrockClient(region: string, readTimeoutMs: number): BedrockRuntimeClient {
  return signAnewWhenExpired(
    new BedrockRuntimeClient({
      region,
      // Each call is paid for: the core counts the calls and decides about another.
      maxAttempts: 1,
      retryMode: 'standard',
      sha256: Sha256,
      requestHandler: createRequestHandler(readTimeoutMs),
    }),
  );
}
