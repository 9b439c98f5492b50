import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { BlogFailure } from '../core/errors.ts';
import type { InvokeWorker } from '../core/job/hand-over.ts';
import { readAwsError } from './aws-error.ts';
import { signAnewWhenExpired } from './expired-signature.ts';
import { leanClient } from './lean-client.ts';
import { createQuickHandler } from './request-handlers.ts';
import { Sha256 } from './sha256.ts';

export function createLambdaClient(region: string): LambdaClient {
  return leanClient(
    signAnewWhenExpired(
      new LambdaClient({
        region,
        maxAttempts: 3,
        retryMode: 'standard',
        sha256: Sha256,
        requestHandler: createQuickHandler(),
      }),
    ),
  );
}

/** Creates the worker's invoker with its own client. */
export function openWorker(region: string, functionName: string): InvokeWorker {
  return createWorkerInvoker(createLambdaClient(region), functionName);
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

function toWorkerFailure(error: unknown, functionName: string): BlogFailure {
  const { name, message, status } = readAwsError(error);
  const refused = status !== undefined && status >= 400 && status < 500 && status !== 409 && status !== 429;
  return new BlogFailure(
    refused ? 'service-misconfigured' : 'worker-unavailable',
    `invoking the worker failed: ${name}: ${message}`,
    {
      cause: error,
      ...(refused
        ? {
            hint: `The function's role may not invoke ${functionName}, or the function does not exist: deploy the stack again.`,
          }
        : {}),
    },
  );
}
