import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { BlogFailure } from '../core/errors.ts';
import type { InvokeWorker } from '../core/job/hand-over.ts';
import { adjustClient, clientConfig } from './aws-client.ts';
import { isRefusal, readAwsError } from './aws-error.ts';

export function createLambdaClient(region: string): LambdaClient {
  return adjustClient(new LambdaClient(clientConfig({ region, maxAttempts: 3 })));
}

/**
 * Creates a function that invokes the worker asynchronously: Lambda queues the event and retries it on errors.
 *
 * @param client retries throttling, 5xx and resets by itself
 */
export function createWorkerInvoker(client: LambdaClient, functionName: string): InvokeWorker {
  return async (event, signal) => {
    const command = new InvokeCommand({
      FunctionName: functionName,
      InvocationType: 'Event',
      Payload: Buffer.from(JSON.stringify(event)),
    });
    try {
      await client.send(command, { abortSignal: signal });
    } catch (error) {
      throw toWorkerFailure(error, functionName);
    }
  };
}

function toWorkerFailure(cause: unknown, functionName: string): BlogFailure {
  const error = readAwsError(cause);
  const message = `invoking the worker failed: ${error.name}: ${error.message}`;
  if (!isRefusal(error)) return new BlogFailure('worker-unavailable', message, { cause });
  return new BlogFailure('service-misconfigured', message, {
    cause,
    hint: `The function's role may not invoke ${functionName}, or the function does not exist: deploy the stack again.`,
  });
}
