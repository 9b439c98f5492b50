import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';

const connectionTimeoutMs = 2_000;

/**
 * The client of the model. Over HTTP/1.1 with keep-alive: the SDK's default for Bedrock is HTTP/2 without any
 * timeout. `InvokeModel` is silent until it is complete, so the read timeout bounds the whole answer.
 *
 * @param readTimeoutMs milliseconds of silence until a call is given up
 */
export function createBedrockClient(region: string, readTimeoutMs: number): BedrockRuntimeClient {
  return new BedrockRuntimeClient({
    region,
    // Each call is paid for: the core counts the calls and decides about another.
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: connectionTimeoutMs,
      requestTimeout: readTimeoutMs,
      socketTimeout: readTimeoutMs,
      throwOnRequestTimeout: true,
    }),
  });
}

/** The client of the bucket: small objects, so an answer that takes seconds is a fault worth another try. */
export function createS3Client(region: string): S3Client {
  return new S3Client({ region, maxAttempts: 4, requestHandler: quickHandler() });
}

/** The client that hands posts over to the worker. */
export function createLambdaClient(region: string): LambdaClient {
  return new LambdaClient({ region, maxAttempts: 3, requestHandler: quickHandler() });
}

function quickHandler(): NodeHttpHandler {
  return new NodeHttpHandler({
    connectionTimeout: connectionTimeoutMs,
    requestTimeout: 3_000,
    socketTimeout: 3_000,
    throwOnRequestTimeout: true,
  });
}
