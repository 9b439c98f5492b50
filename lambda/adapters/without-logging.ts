import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';

/**
 * Removes the SDK's own logging from a client. Even without a logger it copies each request and response to leave out
 * sensitive fields, which takes an eighth of the CPU of a warm post. The service logs its calls itself.
 *
 * @returns the client
 */
export function withoutLogging<T extends BedrockRuntimeClient | LambdaClient | S3Client>(client: T): T {
  // The three clients' middleware stacks differ only in their types.
  (client as LambdaClient).middlewareStack.remove('loggerMiddleware');
  return client;
}
