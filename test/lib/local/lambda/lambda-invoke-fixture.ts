import { LambdaClient } from '@aws-sdk/client-lambda';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import { onTestFinished } from 'vitest';
import type { LocalFunction } from '../../../../lib/local/lambda/lambda-function.ts';
import {
  type LambdaInvokeStandInOptions,
  startLambdaInvokeStandIn,
} from '../../../../lib/local/lambda/lambda-invoke-stand-in.ts';

/** A function that notes what it receives and does what the test says with it. */
export function fakeFunction(answer: (event: unknown, run: number) => unknown = () => 'done') {
  const runs: { event: unknown; awsRequestId: string | undefined; at: number }[] = [];
  const fn: LocalFunction = {
    async invoke(event, awsRequestId) {
      runs.push({ event, awsRequestId, at: Date.now() });
      return answer(event, runs.length);
    },
    async warm() {},
    async close() {},
  };
  return { fn, runs };
}

/** A stand-in on a free port with the real client in front; both end with the test. */
export async function startLambda(
  fn: LocalFunction,
  options: Partial<LambdaInvokeStandInOptions> & { maxAttempts?: number } = {},
) {
  const { maxAttempts = 1, ...others } = options;
  const server = await startLambdaInvokeStandIn({
    functionName: 'worker',
    fn,
    retryDelaysMs: [10, 20],
    ...others,
  });
  const client = new LambdaClient({
    region: 'us-east-2',
    endpoint: server.url,
    retryStrategy: new ConfiguredRetryStrategy(maxAttempts, 0),
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  onTestFinished(async () => {
    client.destroy();
    await server.close();
  });
  return { server, client };
}
